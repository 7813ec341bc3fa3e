package com.dhanman.operator.kernel;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Names of objects, and the limits that Kubernetes sets them. */
public final class Names {
    /** Longest DNS label, which names of Services and label values must be. */
    public static final int LABEL_LENGTH = 63;

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
        CRC32 checksum = new CRC32();
        checksum.update(whole.getBytes(StandardCharsets.UTF_8));
        String end = "%08x".formatted(checksum.getValue());
        return whole.substring(0, LABEL_LENGTH - end.length() - 1).replaceAll("[-.]+$", "")
                + "-"
                + end;
    }

    /** A label value that tells as much of the text as one may hold. */
    public static String labelValue(String text) {
        String allowed = text.replaceAll("[^A-Za-z0-9._-]", "_");
        String cut = allowed.substring(0, Math.min(allowed.length(), LABEL_LENGTH));
        return cut.replaceAll("^[._-]+|[._-]+$", "");
    }
}
