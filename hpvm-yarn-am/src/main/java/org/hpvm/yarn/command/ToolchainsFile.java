package org.hpvm.yarn.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.hpvm.container.build.Toolchains;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;

/** Finds {@code toolchains.properties}: the one that is named, else HPVM's own directory's, else the jar's. */
final class ToolchainsFile {
    private static final String CARRIED = "/hpvm/conf/toolchains.properties";

    private ToolchainsFile() {}

    static Toolchains read(Optional<String> named) throws IOException {
        if (named.isPresent()) {
            Path file = Path.of(named.get());
            if (!Files.isReadable(file)) {
                throw new HpvmException(
                        ErrorCode.INVALID, "read toolchains " + file + ": there is no such file, or it cannot be read");
            }
            return read(file);
        }
        Path ofHome = Path.of(Optional.ofNullable(System.getenv("HPVM_HOME")).orElse("/nonexistent"))
                .resolve("conf/toolchains.properties");
        if (Files.isReadable(ofHome)) {
            return read(ofHome);
        }
        try (InputStream in = Objects.requireNonNull(ToolchainsFile.class.getResourceAsStream(CARRIED), CARRIED);
                Reader text = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            return Toolchains.read(text, "the toolchains that come with HPVM");
        }
    }

    private static Toolchains read(Path file) throws IOException {
        try (Reader text = Files.newBufferedReader(file)) {
            return Toolchains.read(text, file.toString());
        }
    }
}
