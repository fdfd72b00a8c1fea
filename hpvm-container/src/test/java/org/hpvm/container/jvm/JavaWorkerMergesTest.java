package org.hpvm.container.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hpvm.container.worker.AgentFrames;
import org.hpvm.container.worker.WorkerMessage;
import org.hpvm.container.worker.WorkerMessage.Result;
import org.hpvm.container.worker.WorkerMessage.Result.Done;
import org.hpvm.container.worker.WorkerMessage.Result.Merge;
import org.hpvm.container.worker.WorkerMessage.Results;
import org.hpvm.container.worker.WorkerMessage.ShareMode;
import org.hpvm.error.ErrorCode;
import org.hpvm.model.ElementType;
import org.hpvm.model.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class JavaWorkerMergesTest {
    private static final int RING_BYTES = 4096;
    private static final int HANDLE = 9;

    @TempDir
    Path directory;

    @Test
    void mergesWhatWasWrittenIntoTheMappedShare() throws Exception {
        Path share = share(4000);
        String body = """
                KernelShare share = task.share("output");
                FloatBuffer floats = share.bytes().asFloatBuffer();
                for (int i = 10; i < 20; i++) {
                    floats.put(i, (float) Math.sqrt(i));
                }
                task.merge("output", 10, 20);
                floats.put(15, -1);
                """;
        try (PlayedAgent agent = ready(body)) {
            agent.sendTasks(0, 1);
            WorkerMessage.ShareWanted wanted = agent.giveShare(HANDLE, ElementType.FLOAT32, share);
            Results results = agent.results();

            assertThat(wanted).isEqualTo(new WorkerMessage.ShareWanted(ShareMode.SHARED, "output"));
            assertThat(results.waitsForCredit()).isFalse();
            Merge merge = (Merge) results.results().get(0);
            assertThat(merge.handle()).isEqualTo(HANDLE);
            assertThat(merge.range().start()).isEqualTo(40);
            ByteBuffer bytes = ByteBuffer.wrap(agent.bytes(merge)).order(ByteOrder.nativeOrder());
            assertThat(bytes.getFloat(20)).isEqualTo((float) Math.sqrt(15));
            assertThat(bytes.remaining()).isEqualTo(40);
            assertThat(results.results().get(1)).isEqualTo(new Done(0, 0, 0, 0, ""));
            ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(share)).order(ByteOrder.nativeOrder());
            assertThat(file.getFloat(60)).isEqualTo(-1);
        }
    }

    @Test
    void waitsForCreditWhenTheRingIsFullAndLosesNothing() throws Exception {
        Path share = share(80_000);
        String body = """
                long[] values = new long[10_000];
                for (int i = 0; i < values.length; i++) {
                    values[i] = i * 31L + task.id();
                }
                task.merge("output", values, 0);
                """;
        try (PlayedAgent agent = ready(body)) {
            agent.sendTasks(0, 2);
            agent.giveShare(HANDLE, ElementType.INT64, share);
            int ended = 0;
            int waits = 0;
            ByteBuffer merged = ByteBuffer.allocate(80_000).order(ByteOrder.nativeOrder());
            long consumed = 0;
            while (ended < 2) {
                Results results = agent.results();
                for (Result result : results.results()) {
                    if (result instanceof Merge merge) {
                        assertThat(merge.position() % 8).isZero();
                        assertThat(merge.range().length()).isLessThanOrEqualTo(RING_BYTES / 2);
                        merged.put((int) merge.range().start(), agent.bytes(merge));
                        consumed = merge.position() + merge.range().length();
                    } else {
                        ended++;
                    }
                }
                if (results.waitsForCredit()) {
                    waits++;
                    agent.ring().consumed(consumed);
                    agent.send(AgentFrames.credit(consumed));
                }
            }

            assertThat(waits).isGreaterThan(30);
            for (int index = 0; index < 10_000; index++) {
                assertThat(merged.getLong(index * 8)).isEqualTo(index * 31L + 1);
            }
        }
    }

    @Test
    void keepsTasksThatArriveWhileItWaits() throws Exception {
        try (PlayedAgent agent = ready("task.merge(\"output\", new float[] {task.id()}, task.id());")) {
            agent.sendTasks(0, 1);
            agent.sendTasks(1, 1);
            agent.giveShare(HANDLE, ElementType.FLOAT32, share(400));
            List<Long> ended = new ArrayList<>();
            while (ended.size() < 2) {
                for (Result result : agent.results().results()) {
                    if (result instanceof Done done) {
                        ended.add(done.task());
                    }
                }
            }

            assertThat(ended).containsExactly(0L, 1L);
        }
    }

    @Test
    void accumulatesWithTheTypeOfTheShare() throws Exception {
        try (PlayedAgent agent = ready("task.accumulate(\"output\", Operation.SUM, Elements.of(4, 5), 1);")) {
            agent.sendTasks(0, 1);
            agent.giveShare(HANDLE, ElementType.UINT32, share(400));
            Merge merge = (Merge) agent.results().results().get(0);

            assertThat(merge.operation()).isEqualTo(Operation.SUM);
            assertThat(merge.type()).isEqualTo(ElementType.UINT32);
            assertThat(merge.range().start()).isEqualTo(4);
        }
    }

    @Test
    void refusesMergesOutsideTheShareAndOfAnotherType() throws Exception {
        String body = "if (task.id() == 0) { task.merge(\"output\", new float[2], 99); }"
                + " else { task.merge(\"output\", new double[1], 0); }";
        try (PlayedAgent agent = ready(body)) {
            agent.sendTasks(0, 2);
            agent.giveShare(HANDLE, ElementType.FLOAT32, share(400));
            List<Result> results = new ArrayList<>();
            while (results.size() < 2) {
                results.addAll(agent.results().results());
            }

            assertThat(((Done) results.get(0)).status()).isEqualTo(ErrorCode.RANGE.status());
            assertThat(((Done) results.get(0)).message())
                    .contains("99 to 101 of share output")
                    .contains("100 elements");
            assertThat(((Done) results.get(1)).status()).isEqualTo(ErrorCode.INVALID.status());
        }
    }

    @Test
    void refusesToAccumulateWhatCutsElementsOrHasNoMeaning() throws Exception {
        String body = "if (task.id() == 0) { task.accumulate(\"output\", Operation.SUM, new int[1], 2); }"
                + " else { task.accumulate(\"output\", Operation.SUM, Elements.of(java.nio.ByteBuffer.allocate(4)), 0); }";
        try (PlayedAgent agent = ready(body)) {
            agent.sendTasks(0, 2);
            agent.giveShare(HANDLE, ElementType.BYTES, share(400));
            List<Result> results = new ArrayList<>();
            while (results.size() < 2) {
                results.addAll(agent.results().results());
            }

            assertThat(((Done) results.get(0)).message())
                    .contains("4 bytes at byte 2 of share output: they cut elements of 4 bytes");
            assertThat(((Done) results.get(1)).message()).contains("SUM has no meaning for BYTES");
        }
    }

    @Test
    void mergesInTheFrameWhereThereIsNoRing() throws Exception {
        Path jar = KernelJars.withManifest(directory, "task.merge(\"output\", new int[100_000], 0);");
        try (PlayedAgent agent = PlayedAgent.start(directory, jar, RING_BYTES)) {
            agent.send(AgentFrames.welcome("", 0, "bigboy", "any/jvm/generic"));
            agent.read();
            agent.send(AgentFrames.spawn(1, ByteOrder.LITTLE_ENDIAN, 8));
            agent.sendTasks(0, 1);
            agent.giveShare(HANDLE, ElementType.INT32, share(400_000));
            long bytes = 0;
            while (bytes < 400_000) {
                for (Result result : agent.results().results()) {
                    bytes += ((Merge) result).inline().orElseThrow().remaining();
                }
            }

            assertThat(bytes).isEqualTo(400_000);
        }
    }

    private PlayedAgent ready(String body) throws IOException {
        return PlayedAgent.ready(directory, KernelJars.withManifest(directory, body), RING_BYTES);
    }

    private Path share(int bytes) throws IOException {
        return Files.write(directory.resolve("share"), new byte[bytes]);
    }
}
