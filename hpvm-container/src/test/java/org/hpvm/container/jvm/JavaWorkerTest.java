package org.hpvm.container.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hpvm.container.worker.AgentFrames;
import org.hpvm.container.worker.TaskChunk;
import org.hpvm.container.worker.WorkerMessage;
import org.hpvm.container.worker.WorkerMessage.Result;
import org.hpvm.container.worker.WorkerMessage.Result.Done;
import org.hpvm.container.worker.WorkerMessage.Result.Run;
import org.hpvm.error.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class JavaWorkerTest {
    private static final int RING_BYTES = 4096;

    @TempDir
    Path directory;

    @Test
    void runsAThousandTasksInFewFrames() throws Exception {
        try (PlayedAgent agent = ready("")) {
            agent.sendTasks(5, 1000);
            List<Result> results = new ArrayList<>();
            int frames = 0;
            while (ran(results) < 1000) {
                results.addAll(agent.results().results());
                frames++;
            }

            assertThat(results).allMatch(Run.class::isInstance);
            assertThat(((Run) results.get(0)).first()).isEqualTo(5);
            assertThat(frames).isLessThan(100);
            assertThat(agent.finish()).isZero();
        }
    }

    private static int ran(List<Result> results) {
        return results.stream().mapToInt(result -> ((Run) result).count()).sum();
    }

    @Test
    void tellsWhereInTheOutputATaskHasPrinted() throws Exception {
        try (PlayedAgent agent = ready("if (task.id() == 1) { System.out.print(\"grün\"); }")) {
            agent.sendTasks(0, 3);
            List<Result> results = agent.resultsOf(3);

            assertThat(results).containsExactly(new Run(0, 1), new Done(1, 0, 0, 5, ""), new Run(2, 1));
            assertThat(agent.output()).isEqualTo("grün");
        }
    }

    @Test
    void failsATaskWhoseKernelThrowsAndGoesOn() throws Exception {
        try (PlayedAgent agent = ready("if (task.id() == 0) { throw new java.io.IOException(\"no paper\"); }")) {
            agent.sendTasks(0, 2);
            List<Result> results = agent.resultsOf(2);

            Done failed = (Done) results.get(0);
            assertThat(failed.status()).isEqualTo(ErrorCode.TASK.status());
            assertThat(failed.message()).isEqualTo("java.io.IOException: no paper");
            assertThat(failed.outputEnd()).isGreaterThan(0);
            assertThat(agent.output()).contains("test.TestKernel.run");
            assertThat(results.get(1)).isEqualTo(new Run(1, 1));
        }
    }

    @Test
    void survivesAStackThatOverflows() throws Exception {
        String body = "new Object() { int sink(int n) { return sink(n + 1) + 1; } }.sink(0);";
        try (PlayedAgent agent = ready(body)) {
            agent.sendTasks(0, 1);

            Done failed = (Done) agent.resultsOf(1).get(0);
            assertThat(failed.message()).isEqualTo("java.lang.StackOverflowError");
        }
    }

    @Test
    void tellsTheCodeOfAnHpvmException() throws Exception {
        try (PlayedAgent agent = ready("task.share(\"nothing\");")) {
            agent.sendTasks(0, 1);
            assertThat(agent.read())
                    .isEqualTo(new WorkerMessage.ShareWanted(WorkerMessage.ShareMode.SHARED, "nothing"));
            agent.send(AgentFrames.shareRefused(ErrorCode.NOSHARE.status(), "get share nothing: there is none"));

            Done failed = (Done) agent.resultsOf(1).get(0);
            assertThat(failed.status()).isEqualTo(ErrorCode.NOSHARE.status());
            assertThat(failed.message()).isEqualTo("get share nothing: there is none");
        }
    }

    @Test
    void readsArgumentsAsABigEndianParentWithShortLongsWroteThem() throws Exception {
        String body = "System.out.print(task.argumentLong(0) + \" \" + task.argumentLong(1) + \" \""
                + " + task.arguments().order() + \" \" + task.machine() + \" \" + task.leaf());"
                + "task.argumentLong(2);";
        ByteBuffer block = ByteBuffer.allocate(8).putInt(-7).putInt(9).flip();
        try (PlayedAgent agent = PlayedAgent.start(directory, kernel(body), RING_BYTES)) {
            agent.welcome();
            agent.send(AgentFrames.spawn(1, ByteOrder.BIG_ENDIAN, 4));
            agent.send(AgentFrames.tasks(TaskChunk.withArguments(1, 0, 1, new int[] {0, 8}, block)));
            List<Result> results = agent.resultsOf(2);

            assertThat(((Done) results.get(0)).status()).isEqualTo(ErrorCode.RANGE.status());
            assertThat(((Done) results.get(1)).status()).isEqualTo(ErrorCode.RANGE.status());
            assertThat(agent.output()).contains("-7 9 BIG_ENDIAN bigboy any/jvm/generic");
        }
    }

    @Test
    void tellsTheProgressOfATask() throws Exception {
        try (PlayedAgent agent = ready("task.progress(0.5); task.progress(0.5); task.progress(2);")) {
            agent.sendTasks(3, 1);

            assertThat(agent.read()).isEqualTo(new WorkerMessage.Progress(3, 5000));
            assertThat(agent.read()).isEqualTo(new WorkerMessage.Progress(3, 10_000));
        }
    }

    private Path kernel(String body) throws IOException {
        return KernelJars.withManifest(directory, body);
    }

    private PlayedAgent ready(String body) throws IOException {
        return PlayedAgent.ready(directory, kernel(body), RING_BYTES);
    }
}
