package org.hpvm.container.build;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.hpvm.container.kernel.Sha256;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;

/**
 * The sources of the C library, which HPVM's jar carries: a makefile, {@code include} and {@code src}.
 *
 * @param contentByFile by the file's name from the makefile's directory on
 */
public record SdkSources(Map<String, byte[]> contentByFile) {
    private static final String PLACE = "/hpvm/sdk/";
    /** Names every other file, one a line. */
    private static final String LIST = "files";

    public SdkSources {
        contentByFile = Map.copyOf(contentByFile);
    }

    /** Those that came with this class. */
    public static SdkSources carried() throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        for (String file :
                new String(read(LIST), StandardCharsets.UTF_8).lines().toList()) {
            contents.put(file, read(file));
        }
        return new SdkSources(contents);
    }

    private static byte[] read(String file) throws IOException {
        try (InputStream in = SdkSources.class.getResourceAsStream(PLACE + file)) {
            if (in == null) {
                throw new HpvmException(
                        ErrorCode.INTERNAL, "read " + file + " of the C library's sources: HPVM's jar lacks it");
            }
            return in.readAllBytes();
        }
    }

    /** Writes all of them below a directory, which is made. */
    public void write(Path directory) throws IOException {
        for (Map.Entry<String, byte[]> file : contentByFile.entrySet()) {
            Path target = directory.resolve(file.getKey());
            Files.createDirectories(directory.resolve(file.getKey()).resolveSibling("."));
            Files.write(target, file.getValue());
        }
    }

    /** Changes when any of them changes. */
    String digest() {
        StringBuilder all = new StringBuilder();
        for (Map.Entry<String, byte[]> file : new TreeMap<>(contentByFile).entrySet()) {
            all.append(file.getKey())
                    .append(' ')
                    .append(Sha256.of(file.getValue()))
                    .append('\n');
        }
        return Sha256.ofText(all.toString());
    }
}
