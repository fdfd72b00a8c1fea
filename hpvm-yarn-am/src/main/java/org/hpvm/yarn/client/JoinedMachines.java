package org.hpvm.yarn.client;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.hpvm.error.HpvmException;
import org.hpvm.proto.client.JoinedMachine;
import org.hpvm.proto.client.MachinesReply;
import org.hpvm.proto.client.MachinesRequest;

/** What the machines of a cluster are, by agents that look: an application that does nothing else. */
public final class JoinedMachines {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(100);

    private JoinedMachines() {}

    /**
     * Starts an agent on each machine that may be used, and ends them when all have joined or a while has passed.
     *
     * @return the machines whose agents have joined
     */
    public static List<JoinedMachine> of(Cluster cluster) throws IOException, InterruptedException {
        int wanted = cluster.roster().candidates().size();
        Application application = cluster.submit(Submission.server("machine-ls"));
        try (RunningServer server = application.server()) {
            List<JoinedMachine> joined = await(server, wanted);
            end(application, server);
            return joined;
        } finally {
            application.awaitEnd();
            cluster.removeStateOf(application.id());
        }
    }

    private static void end(Application application, RunningServer server) throws IOException, InterruptedException {
        try {
            server.finish(true, "the machines are listed");
        } catch (HpvmException e) {
            application.kill();
        }
    }

    /** Waits until so many machines have joined, or a while has passed, and tells which have. */
    public static List<JoinedMachine> await(RunningServer server, int wanted) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        List<JoinedMachine> joined = joined(server);
        while (joined.size() < wanted && System.nanoTime() < deadline) {
            Thread.sleep(LOOK.toMillis());
            joined = joined(server);
        }
        return joined;
    }

    private static List<JoinedMachine> joined(RunningServer server) throws IOException {
        MachinesReply reply = server.call(calls -> calls.machines(null, MachinesRequest.getDefaultInstance()));
        ServerConnection.require(reply.getStatus());
        return reply.getJoinedList();
    }
}
