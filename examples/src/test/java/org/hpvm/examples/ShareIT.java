package org.hpvm.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.hpvm.minicluster.Deadline;
import org.hpvm.minicluster.junit.HpvmCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Shares as users see them from outside of the program: while it runs, and after it has ended. */
@ExtendWith(HpvmCluster.class)
@Timeout(150)
class ShareIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int NUMBERS = 1_000_000;

    @TempDir
    Path directory;

    @RegisterExtension
    final CommandRunner hpvm = new CommandRunner(() -> directory);

    @Test
    void theSharesOfARunningProgramCanBeListedReadAndExported() throws IOException, InterruptedException {
        Samples.kernelTree(directory.resolve("waits.kernels"));
        Samples.compile("src/test/c/shares_and_waits.c", "hpvm", directory.resolve("waits"));
        Process waits = hpvm.startHpvm("run", "./waits");
        try {
            Deadline.in(LIMIT)
                    .require("the program to spawn", () -> "", () -> Files.exists(directory.resolve("spawned")));

            CommandRunner.Ended listed = hpvm.hpvm("share", "ls", "--output", "json");
            CommandRunner.Ended told = hpvm.hpvm("share", "stat", "output");
            CommandRunner.Ended text = hpvm.hpvm("share", "cat", "--text", "--elements", "1:5", "output");
            CommandRunner.Ended exported = hpvm.hpvm("share", "export", "output", "output.bin");
            CommandRunner.Ended again = hpvm.hpvm("share", "export", "output", "output.bin");
            CommandRunner.Ended unknown = hpvm.hpvm("share", "cat", "outptu");

            assertThat(listed.status()).as(listed.err()).isZero();
            assertThat(listed.out())
                    .contains("\"output\"")
                    .contains("\"float32\"")
                    .contains("\"1000000\"");
            assertThat(told.out())
                    .contains("application_")
                    .containsPattern("version +1")
                    .contains("pieces of 160 B");
            assertThat(text.out()).isEqualTo("1.0\n1.4142135\n1.7320508\n2.0\n");
            assertThat(exported.status()).as(exported.err()).isZero();
            float[] found = floats(Files.readAllBytes(directory.resolve("output.bin")));
            assertThat(found).hasSize(NUMBERS);
            assertThat(Arrays.copyOf(found, 40)).isEqualTo(squareRoots(40));
            assertThat(Arrays.copyOfRange(found, 40, NUMBERS)).containsOnly(0);
            assertThat(again.status()).isEqualTo(2);
            assertThat(again.err()).contains("--overwrite").hasLineCount(1);
            assertThat(unknown.status()).isEqualTo(2);
            assertThat(unknown.err()).contains("did you mean output?").hasLineCount(1);
        } finally {
            waits.destroy();
            assertThat(waits.waitFor(30, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void keptSharesArePlainFilesThatHdfsItselfCanCheck(Configuration configuration)
            throws IOException, InterruptedException {
        Samples.kernelTree(directory.resolve("twice.kernels"));
        Samples.compile("sqrt/twice.c", "hpvm", directory.resolve("twice"));

        CommandRunner.Ended run = hpvm.hpvm("run", "--keep=roots/today", "./twice");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.err()).contains("kept output in hdfs://").contains("roots/today");
        FileSystem files = FileSystem.get(configuration);
        org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path(files.getHomeDirectory(), "roots/today/output");
        try (FSDataInputStream in = files.open(file)) {
            assertThat(floats(in.readAllBytes())).isEqualTo(squareRoots(NUMBERS));
        }
        String told = hpvm.hpvm("share", "stat", "output", "roots/today").out();
        assertThat(told)
                .containsPattern("type +float32")
                .containsPattern("version +1")
                .contains(checksum(configuration, file));
        CommandRunner.Ended text =
                hpvm.hpvm("share", "cat", "--text", "--elements", "999999:1000000", "output", "roots/today");
        assertThat(text.out()).isEqualTo("999.9995\n");

        CommandRunner.Ended again = hpvm.hpvm("run", "--keep=roots/today", "./twice");

        assertThat(again.status()).isEqualTo(2);
        assertThat(again.err()).contains("is there already").hasLineCount(1);
    }

    @Test
    void whatTasksAccumulatedIsInTheKeptShareAndDamageIsNamed(Configuration configuration)
            throws IOException, InterruptedException {
        Toolchain.parent(Path.of("src/test/c/counts.c"), directory.resolve("counts"));
        Toolchain.X86_64.leaf(Path.of("src/test/c/counts_kernel.c"), directory.resolve("counts.kernels"), "generic");

        CommandRunner.Ended run = hpvm.hpvm("run", "--keep=counted", "./counts");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.err()).contains("kept count, field in ");
        assertThat(hpvm.hpvm("share", "cat", "--text", "count", "counted").out())
                .isEqualTo("8\n");
        FileSystem files = FileSystem.get(configuration);
        org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path(files.getHomeDirectory(), "counted/count");
        try (FSDataOutputStream out = files.create(file, true)) {
            out.write(new byte[] {9, 0, 0, 0, 0, 0, 0, 0});
        }
        CommandRunner.Ended damaged = hpvm.hpvm("share", "cat", "count", "counted");
        assertThat(damaged.status()).isEqualTo(2);
        assertThat(damaged.out()).isEmpty();
        assertThat(damaged.err()).contains("counted/count").contains("checksum").hasLineCount(1);
    }

    @Test
    void aRunBeginsWithWhatWasImportedAndGoesOnWithWhatItKept() throws IOException, InterruptedException {
        Toolchain.parent(Path.of("src/test/c/counts.c"), directory.resolve("counts"));
        Toolchain.X86_64.leaf(Path.of("src/test/c/counts_kernel.c"), directory.resolve("counts.kernels"), "generic");
        ByteBuffer numbers = ByteBuffer.allocate(4 * Long.BYTES).order(ByteOrder.BIG_ENDIAN);
        numbers.putLong(1).putLong(-2).putLong(3).putLong(0x0102030405060708L);
        Files.write(directory.resolve("field.bin"), numbers.array());

        CommandRunner.Ended imported =
                hpvm.hpvm("share", "import", "--type", "int64", "--order", "big", "field.bin", "field", "steps/0");
        CommandRunner.Ended first = hpvm.hpvm("run", "--shares", "steps/0", "--keep=steps/1", "./counts");
        CommandRunner.Ended second = hpvm.hpvm("run", "--shares", "steps/1", "--keep=steps/2", "./counts");

        assertThat(imported.status()).as(imported.err()).isZero();
        assertThat(first.status()).as(first.err()).isZero();
        assertThat(first.out()).isEqualTo("field 1 -2 3 72623859790382856\n");
        assertThat(second.status()).as(second.err()).isZero();
        assertThat(second.out()).isEqualTo("field 2 -4 6 145247719580765712\n");
        assertThat(second.err()).contains("share count begins with what the program's memory holds");
        CommandRunner.Ended last = hpvm.hpvm("share", "cat", "--text", "field", "steps/2");
        assertThat(last.out()).isEqualTo("4\n-8\n12\n290495439161531424\n");

        CommandRunner.Ended wrong = hpvm.hpvm("share", "import", "--type", "int32", "field.bin", "field", "steps/3");
        CommandRunner.Ended refused = hpvm.hpvm("run", "--shares", "steps/3", "./counts");

        assertThat(wrong.status()).as(wrong.err()).isZero();
        assertThat(refused.status()).isNotZero();
        assertThat(refused.err())
                .contains("the program wants 4 elements of int64")
                .contains("8 elements of int32");
        CommandRunner.Ended missing = hpvm.hpvm("run", "--shares", "nowhere", "./counts");
        assertThat(missing.status()).isEqualTo(2);
        assertThat(missing.err()).contains("there is no directory").hasLineCount(1);
    }

    private static String checksum(Configuration configuration, org.apache.hadoop.fs.Path file) throws IOException {
        Configuration composite = new Configuration(configuration);
        composite.set("dfs.checksum.combine.mode", "COMPOSITE_CRC");
        try (FileSystem files = FileSystem.newInstance(composite)) {
            byte[] crc = files.getFileChecksum(file).getBytes();
            return String.format(Locale.ROOT, "%08x", ByteBuffer.wrap(crc).getInt());
        }
    }

    private static float[] floats(byte[] bytes) {
        float[] floats = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).asFloatBuffer().get(floats);
        return floats;
    }

    private static float[] squareRoots(int count) {
        float[] roots = new float[count];
        for (int index = 0; index < count; index++) {
            roots[index] = (float) Math.sqrt(index);
        }
        return roots;
    }
}
