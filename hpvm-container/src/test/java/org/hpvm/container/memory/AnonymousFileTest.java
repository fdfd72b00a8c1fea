package org.hpvm.container.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AnonymousFileTest {
    @TempDir
    private Path directory;

    @Test
    void leavesNothingInItsDirectory() throws IOException {
        try (AnonymousFile file = AnonymousFile.create(directory)) {
            file.resize(100);

            assertThat(directory).isEmptyDirectory();
        }
    }

    @Test
    void anotherProcessReadsAndWritesItThroughItsPath() throws Exception {
        try (AnonymousFile file = AnonymousFile.create(directory)) {
            file.channel().write(ByteBuffer.wrap("from us".getBytes(StandardCharsets.US_ASCII)), 0);

            String read = run("cat '" + file.path() + "'; printf 'from them' 1<>'" + file.path() + "'");

            ByteBuffer now = ByteBuffer.allocate(20);
            file.channel().read(now, 0);
            assertThat(read).isEqualTo("from us");
            assertThat(StandardCharsets.US_ASCII.decode(now.flip()).toString()).isEqualTo("from them");
        }
    }

    @Test
    void eachFileHasItsOwnPath() throws IOException {
        List<AnonymousFile> files = new ArrayList<>();
        try {
            for (int index = 0; index < 20; index++) {
                AnonymousFile file = AnonymousFile.create(directory);
                files.add(file);
                file.channel().write(ByteBuffer.wrap(new byte[] {(byte) index}), 0);
            }

            for (int index = 0; index < 20; index++) {
                assertThat(Files.readAllBytes(files.get(index).path())).containsExactly(index);
            }
        } finally {
            for (AnonymousFile file : files) {
                file.close();
            }
        }
    }

    @Test
    void whatIsAddedReadsAsZerosAndTakesNoSpace() throws Exception {
        try (AnonymousFile file = AnonymousFile.create(directory)) {
            long size = 5L << 30;
            file.channel().write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 0);
            file.resize(1);

            file.resize(size);

            ByteBuffer end = ByteBuffer.allocate(3);
            assertThat(file.channel().size()).isEqualTo(size);
            file.channel().read(end, 0);
            assertThat(end.array()).containsExactly(1, 0, 0);
            String blocks = run("stat -L -c %b '" + file.path() + "'").strip();
            assertThat(Long.parseLong(blocks)).isLessThan(2048);
        }
    }

    @Test
    void itsSpaceIsFreeOnceItIsClosed() throws IOException {
        AnonymousFile file = AnonymousFile.create(directory);
        Path path = file.path();

        file.close();

        assertThat(Files.exists(path) && Files.readSymbolicLink(path).startsWith(directory))
                .isFalse();
    }

    private static String run(String script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", script)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return output;
    }
}
