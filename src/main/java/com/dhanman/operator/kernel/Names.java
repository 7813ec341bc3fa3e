package com.dhanman.operator.kernel;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/** Names of objects, and the limits that Kubernetes sets them. */
public final class Names {
    /** Longest DNS label, which names of Services and label values must be. */
    public static final int LABEL_LENGTH = 63;

    private static final Pattern PART = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern CHECKSUMMED = Pattern.compile("(^|-)[0-9a-f]{8}$");

    private Names() {}

    /**
     * A name made of parts joined by '-'. One that is too long is cut and ends in a checksum of the
     * whole, so that different parts never make the same name.
     */
    public static String join(String... parts) {
        String whole = String.join("-", parts);
        if (whole.length() <= LABEL_LENGTH) {
            return whole;
        }
        String end = checksum(whole);
        return whole.substring(0, LABEL_LENGTH - end.length() - 1).replaceAll("[-.]+$", "")
                + "-"
                + end;
    }

    /**
     * A part of a name made of any text, such as the name of a role. Text that is such a part
     * already stays as it is; of other text as much as may be is left, and a checksum of it
     * appended, so that different texts never make the same part. What ends like such a checksum
     * gets one too.
     */
    public static String part(String text) {
        boolean fits = PART.matcher(text).matches() && !CHECKSUMMED.matcher(text).find();
        if (fits) {
            return text;
        }
        String allowed =
                text.toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9]+", "-")
                        .replaceAll("^-+|-+$", "");
        return allowed.isEmpty() ? checksum(text) : allowed + "-" + checksum(text);
    }

    private static String checksum(String text) {
        CRC32 checksum = new CRC32();
        checksum.update(text.getBytes(StandardCharsets.UTF_8));
        return "%08x".formatted(checksum.getValue());
    }

    /** A label value that tells as much of the text as one may hold. */
    public static String labelValue(String text) {
        String allowed = text.replaceAll("[^A-Za-z0-9._-]", "_");
        String cut = allowed.substring(0, Math.min(allowed.length(), LABEL_LENGTH));
        return cut.replaceAll("^[._-]+|[._-]+$", "");
    }
}
