package org.hpvm.container.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hpvm.container.worker.AgentFrames;
import org.hpvm.container.worker.AgentFrames.ShareView;
import org.hpvm.container.worker.WorkerMessage.Result;
import org.hpvm.container.worker.WorkerMessage.Result.Merge;
import org.hpvm.container.worker.WorkerMessage.ShareMode;
import org.hpvm.model.ElementType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class JavaWorkerSharesTest {
    private static final int RING_BYTES = 4096;
    private static final int HANDLE = 9;

    @TempDir
    Path directory;

    @Test
    void asksAgainInANewSpawnAndMapsAnewOnlyAnotherFile() throws Exception {
        Path one = share(8);
        Path other = Files.write(directory.resolve("other"), new byte[] {5, 0, 0, 0, 0, 0, 0, 0});
        String body = "System.out.print(task.share(\"output\", ShareMode.READ_ONLY).bytes().get(0));";
        try (PlayedAgent agent = ready(body)) {
            agent.sendTasks(0, 1);
            assertThat(agent.giveShare(HANDLE, ElementType.INT64, one).mode()).isEqualTo(ShareMode.READ_ONLY);
            agent.results();
            agent.send(AgentFrames.spawn(2, ByteOrder.LITTLE_ENDIAN, 8));
            agent.sendTasks(0, 2);
            agent.read();
            agent.send(AgentFrames.share(new ShareView(HANDLE, ElementType.INT64, 8, 2, other.toString())));
            agent.results();

            assertThat(agent.finish()).isZero();
            assertThat(agent.output()).isEqualTo("055");
        }
    }

    @Test
    void givesEachTaskItsOwnPrivateView() throws Exception {
        Path share = share(8);
        String body = """
                LongBuffer longs = task.share("output", ShareMode.PRIVATE).bytes().asLongBuffer();
                longs.put(0, longs.get(0) + 3);
                task.merge("output", 0, 1);
                """;
        try (PlayedAgent agent = ready(body)) {
            agent.sendTasks(0, 2);
            agent.giveShare(HANDLE, ElementType.INT64, share);
            List<Merge> merges = new ArrayList<>();
            while (merges.size() < 2) {
                for (Result result : agent.results().results()) {
                    if (result instanceof Merge merge) {
                        merges.add(merge);
                    }
                }
            }

            assertThat(agent.bytes(merges.get(0))).startsWith(3);
            assertThat(agent.bytes(merges.get(1))).startsWith(3);
            assertThat(Files.readAllBytes(share)).containsOnly(0);
        }
    }

    @Test
    void mapsASparseShareOfMoreThanTwoGibibytes() throws Exception {
        long count = 5L << 28; // floats: 5 GiB
        Path share = directory.resolve("large");
        try (var file = new RandomAccessFile(share.toFile(), "rw")) {
            file.setLength(count * 4);
        }
        String body = """
                long border = 1L << 30;
                KernelShare share = task.share("output");
                share.bytes(border - 4, border + 4).putFloat(0, 1).putFloat(4, 2);
                task.merge("output", border / 4 - 1, border / 4 + 1);
                """;
        try (PlayedAgent agent = ready(body)) {
            agent.sendTasks(0, 1);
            agent.giveShare(HANDLE, ElementType.FLOAT32, share);
            List<Result> results = agent.results().results();

            Merge first = (Merge) results.get(0);
            Merge second = (Merge) results.get(1);
            assertThat(first.range().start()).isEqualTo((1L << 30) - 4);
            assertThat(ByteBuffer.wrap(agent.bytes(first))
                            .order(ByteOrder.nativeOrder())
                            .getFloat())
                    .isEqualTo(1);
            assertThat(ByteBuffer.wrap(agent.bytes(second))
                            .order(ByteOrder.nativeOrder())
                            .getFloat())
                    .isEqualTo(2);
        }
    }

    private PlayedAgent ready(String body) throws IOException {
        return PlayedAgent.ready(directory, KernelJars.withManifest(directory, body), RING_BYTES);
    }

    private Path share(int bytes) throws IOException {
        return Files.write(directory.resolve("share"), new byte[bytes]);
    }
}
