package org.hpvm.yarn.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ElementType;
import org.hpvm.model.ShareName;
import org.hpvm.settings.Nearest;

/**
 * A share as every run finds it.
 *
 * @param content a file of elements in this machine's byte order; empty: all are zero
 * @param count of elements, 1 or more
 */
public record VerifyShare(ShareName name, ElementType type, Optional<Path> content, long count) {
    private static final List<String> TYPES = Arrays.stream(ElementType.values())
            .map(type -> type.name().toLowerCase(Locale.ROOT))
            .toList();

    public VerifyShare {
        if (count < 1 || count > Long.MAX_VALUE / type.width()) {
            throw new IllegalArgumentException("a share of " + count + " elements");
        }
    }

    /**
     * Reads {@code NAME=FILE} or {@code NAME:TYPE=FILE}.
     *
     * @throws HpvmException if it is not of that form, or the file does not hold whole elements
     */
    public static VerifyShare ofFile(String text) throws HpvmException {
        String doing = "--share " + text + ": ";
        Words words = Words.split(doing, text, "NAME=FILE or NAME:TYPE=FILE");
        long bytes = size(words.value(), doing);
        if (bytes == 0 || bytes % words.type().width() != 0) {
            throw new HpvmException(
                    ErrorCode.INVALID,
                    doing + "the file has " + bytes + " bytes, which is no number of elements of "
                            + words.type().width() + " bytes");
        }
        return new VerifyShare(
                words.name(),
                words.type(),
                Optional.of(Path.of(words.value())),
                bytes / words.type().width());
    }

    private static long size(String file, String doing) throws HpvmException {
        try {
            return Files.size(Path.of(file));
        } catch (IOException | InvalidPathException e) {
            throw new HpvmException(ErrorCode.INVALID, doing + "there is no such file that can be read", e);
        }
    }

    /**
     * Reads {@code NAME=COUNT} or {@code NAME:TYPE=COUNT}.
     *
     * @throws HpvmException if it is not of that form
     */
    public static VerifyShare ofZeros(String text) throws HpvmException {
        String doing = "--zeros " + text + ": ";
        Words words = Words.split(doing, text, "NAME=COUNT or NAME:TYPE=COUNT");
        try {
            return new VerifyShare(words.name(), words.type(), Optional.empty(), Long.parseLong(words.value()));
        } catch (IllegalArgumentException e) {
            throw new HpvmException(ErrorCode.INVALID, doing + "a number of elements from 1 up was expected", e);
        }
    }

    /** All of it. */
    long bytes() {
        return count * type.width();
    }

    private record Words(ShareName name, ElementType type, String value) {
        static Words split(String doing, String text, String form) throws HpvmException {
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw new HpvmException(ErrorCode.INVALID, doing + form + " was expected");
            }
            String named = text.substring(0, equals);
            int colon = named.indexOf(':');
            try {
                return new Words(
                        new ShareName(colon < 0 ? named : named.substring(0, colon)),
                        colon < 0 ? ElementType.BYTES : typeOf(named.substring(colon + 1)),
                        text.substring(equals + 1));
            } catch (IllegalArgumentException e) {
                throw new HpvmException(ErrorCode.INVALID, doing + e.getMessage(), e);
            }
        }
    }

    /** The type of a name such as {@code float64}. */
    static ElementType typeOf(String name) {
        if (!TYPES.contains(name)) {
            throw new IllegalArgumentException("there is no type \"" + name + "\"; did you mean "
                    + Nearest.to(name, TYPES) + "? known are " + String.join(", ", TYPES));
        }
        return ElementType.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
