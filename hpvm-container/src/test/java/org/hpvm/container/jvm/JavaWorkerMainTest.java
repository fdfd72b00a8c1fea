package org.hpvm.container.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.hpvm.container.wire.FrameBuilder;
import org.hpvm.container.worker.AgentFrames;
import org.hpvm.container.worker.WorkerMessage;
import org.hpvm.container.worker.WorkerMessage.Result.Done;
import org.hpvm.container.worker.WorkerMessage.Result.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class JavaWorkerMainTest {
    private static final int RING_BYTES = 4096;

    @TempDir
    Path directory;

    @Test
    void saysHelloAtOnce() throws Exception {
        try (PlayedAgent agent = PlayedAgent.start(directory, kernel(""), RING_BYTES)) {
            WorkerMessage.Hello hello = (WorkerMessage.Hello) agent.read();

            assertThat(hello.byteOrder()).isEqualTo(ByteOrder.nativeOrder());
            assertThat(hello.longBytes()).isEqualTo(8);
            assertThat(hello.sdk()).startsWith("hpvm-java");
        }
    }

    @Test
    void keepsWhatProcessesOfTheKernelPrintOutOfTheProtocol() throws Exception {
        String body = "new ProcessBuilder(\"echo\", \"hello\").inheritIO().start().waitFor();"
                + "if (System.in.read() != -1) { throw new IllegalStateException(); }";
        try (PlayedAgent agent = ready(body)) {
            agent.sendTasks(0, 1);

            assertThat(agent.resultsOf(1)).containsExactly(new Run(0, 1));
        }
    }

    @Test
    void namesTheTaskThatRuns() throws Exception {
        try (PlayedAgent agent = ready("System.exit((int) task.id());")) {
            agent.sendTasks(41, 1);

            assertThat(agent.exitStatus()).isEqualTo(41);
            assertThat(agent.ring().current()).isEqualTo(42);
        }
    }

    @Test
    void findsTheKernelOfAServiceFile() throws Exception {
        Path jar = KernelJars.withService(directory, "", "# ours\ntest.TestKernel # the only one\n");
        try (PlayedAgent agent = PlayedAgent.ready(directory, jar, RING_BYTES)) {
            agent.sendTasks(0, 1);

            assertThat(agent.resultsOf(1)).containsExactly(new Run(0, 1));
        }
    }

    @Test
    void doesNotShowAKernelTheWorkersOwnClasses() throws Exception {
        try (PlayedAgent agent = ready("Class.forName(\"org.hpvm.container.jvm.JavaWorker\");")) {
            agent.sendTasks(0, 1);

            Done failed = (Done) agent.resultsOf(1).get(0);
            assertThat(failed.message()).startsWith("java.lang.ClassNotFoundException");
        }
    }

    @Test
    void doesNotStartWithoutAKernel() throws Exception {
        try (PlayedAgent agent = PlayedAgent.start(directory, KernelJars.withService(directory, "", ""), RING_BYTES)) {
            assertThat(agent.exitStatus()).isEqualTo(1);
            assertThat(agent.output()).contains("find the kernel in").hasLineCount(1);
        }
    }

    @Test
    void endsWith70AfterAFrameOfAnUnknownType() throws Exception {
        try (PlayedAgent agent = ready("")) {
            agent.send(new FrameBuilder(77).build());

            assertThat(agent.exitStatus()).isEqualTo(70);
            assertThat(agent.output()).hasLineCount(1).contains("worker protocol: a frame of the unknown type 77");
        }
    }

    @Test
    void endsWith70IfAKernelIsAnsweredWithSomethingElseEvenIfTheKernelDoesNotCare() throws Exception {
        String body = "try { task.share(\"x\"); } catch (HpvmException e) { }";
        try (PlayedAgent agent = ready(body)) {
            agent.sendTasks(0, 2);
            agent.read();
            agent.send(AgentFrames.credit(0));

            assertThat(agent.exitStatus()).isEqualTo(70);
        }
    }

    @Test
    void endsWith70IfTasksComeBeforeTheirSpawn() throws Exception {
        try (PlayedAgent agent = PlayedAgent.start(directory, kernel(""), RING_BYTES)) {
            agent.welcome();
            agent.sendTasks(0, 1);

            assertThat(agent.exitStatus()).isEqualTo(70);
        }
    }

    private Path kernel(String body) throws IOException {
        return KernelJars.withManifest(directory, body);
    }

    private PlayedAgent ready(String body) throws IOException {
        return PlayedAgent.ready(directory, kernel(body), RING_BYTES);
    }
}
