package org.hpvm.yarn.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The version of HPVM, as it was built. */
public final class Version {
    private static final String RESOURCE = "/hpvm-version.txt";

    private Version() {}

    /** As in {@code 0.1.0}. */
    public static String text() {
        try (InputStream in = Objects.requireNonNull(Version.class.getResourceAsStream(RESOURCE))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("read " + RESOURCE, e);
        }
    }
}
