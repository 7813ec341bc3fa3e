package com.dhanman.operator.postgres.credentials;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.regex.Pattern;

/**
 * Prepares passwords as <a href="https://www.rfc-editor.org/rfc/rfc4013">RFC 4013</a> has it, so
 * that different ways to type the same text are the same password. Where the rules forbid a
 * character PostgreSQL and its clients take the password as it is, and so does this.
 *
 * <p>The RFC speaks of Unicode 3.2, the JDK knows a later one. They differ only for compatibility
 * characters that came after 2002; a password with one of these may have to be set by hand.
 */
final class SaslPrep {
    private static final Pattern ASCII = Pattern.compile("\\p{ASCII}*");

    /** Table B.1. */
    private static final Pattern MAPPED_TO_NOTHING =
            Pattern.compile(
                    "[\\u00AD\\u034F\\u1806\\u180B-\\u180D\\u200C\\u200D\\u2060"
                            + "\\uFE00-\\uFE0F\\uFEFF]");

    /** Table C.1.2. U+200B is in B.1 too; PostgreSQL looks here first. */
    private static final Pattern SPACES =
            Pattern.compile("[\\u00A0\\u1680\\u2000-\\u200B\\u202F\\u205F\\u3000]");

    /** Tables C.2 to C.9, by their Unicode categories where these say the same. */
    private static final Pattern PROHIBITED =
            Pattern.compile(
                    "[\\p{Cc}\\p{Co}\\p{Cs}\\p{Cn}\\u06DD\\u070F\\u180E\\u2028\\u2029\\u2061-\\u2063"
                            + "\\u206A-\\u206F\\u200E\\u200F\\u202A-\\u202E\\uFFF9-\\uFFFD"
                            + "\\u2FF0-\\u2FFB\\u0340\\u0341"
                            + "\\x{1D173}-\\x{1D17A}\\x{E0001}\\x{E0020}-\\x{E007F}]");

    private SaslPrep() {}

    /** The bytes that a password stands for. */
    static byte[] prepared(String password) {
        return text(password).getBytes(StandardCharsets.UTF_8);
    }

    private static String text(String password) {
        if (ASCII.matcher(password).matches()) {
            return password;
        }
        String spaced = SPACES.matcher(password).replaceAll(" ");
        String mapped = MAPPED_TO_NOTHING.matcher(spaced).replaceAll("");
        String normal = Normalizer.normalize(mapped, Normalizer.Form.NFKC);
        // PostgreSQL looks at the text before it is normalised, so what it forbids is the same.
        boolean forbidden =
                normal.isEmpty() || PROHIBITED.matcher(mapped).find() || mixesDirections(mapped);
        return forbidden ? password : normal;
    }

    /** Text from right to left must begin and end so, with nothing from left to right within. */
    private static boolean mixesDirections(String text) {
        if (text.codePoints().noneMatch(SaslPrep::isRightToLeft)) {
            return false;
        }
        return text.codePoints()
                        .anyMatch(
                                it ->
                                        Character.getDirectionality(it)
                                                == Character.DIRECTIONALITY_LEFT_TO_RIGHT)
                || !isRightToLeft(text.codePointAt(0))
                || !isRightToLeft(text.codePointBefore(text.length()));
    }

    private static boolean isRightToLeft(int codePoint) {
        byte direction = Character.getDirectionality(codePoint);
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }
}
