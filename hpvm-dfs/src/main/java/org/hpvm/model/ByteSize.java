package org.hpvm.model;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of bytes.
 *
 * @param bytes 0 or more
 */
public record ByteSize(long bytes) implements Comparable<ByteSize> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,19})([kmgt]?)b?");
    private static final String UNITS = "kmgt";

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size is never negative: " + bytes);
        }
    }

    public static ByteSize ofMebibytes(long mebibytes) {
        return new ByteSize(Math.multiplyExact(mebibytes, 1L << 20));
    }

    /**
     * Reads {@code "64m"}, {@code "2g"} or plain bytes, {@code "4096"}; units are powers of 1024.
     *
     * @param text digits with at most one unit letter out of {@code k m g t}, any case, and an optional {@code b}
     * @throws IllegalArgumentException if the text is not of that form or does not fit in 63 bits
     */
    public static ByteSize parse(String text) {
        Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a size such as 64m, 2g or 4096: \"" + text + "\"");
        }
        int shift = 10 * (UNITS.indexOf(matcher.group(2)) + 1);
        if (matcher.group(2).isEmpty()) {
            shift = 0;
        }
        try {
            return new ByteSize(Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << shift));
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("does not fit in 63 bits: \"" + text + "\"", e);
        }
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** For people: {@code "512 B"}, {@code "3.8 MiB"}. */
    @Override
    public String toString() {
        if (bytes < 1024) {
            return bytes + " B";
        }
        int unit = Math.min(5, (63 - Long.numberOfLeadingZeros(bytes)) / 10);
        double amount = (double) bytes / (1L << (10 * unit));
        return String.format(Locale.ROOT, "%.1f %ciB", amount, "KMGTP".charAt(unit - 1));
    }
}
