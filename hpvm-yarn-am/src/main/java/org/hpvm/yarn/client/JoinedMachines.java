package org.hpvm.yarn.client;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.hpvm.container.agent.MachineMessages;
import org.hpvm.container.machine.Machine;
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
     * @return the machines whose agents have joined, by the NodeManager's host
     */
    public static Map<String, Machine> of(Cluster cluster) throws IOException, InterruptedException {
        int wanted = cluster.facts().machines().size();
        Application application = cluster.submit(Submission.server("machine-ls"));
        try (RunningServer server = application.server()) {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            Map<String, Machine> joined = joined(server);
            while (joined.size() < wanted && System.nanoTime() < deadline) {
                Thread.sleep(LOOK.toMillis());
                joined = joined(server);
            }
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

    private static Map<String, Machine> joined(RunningServer server) throws IOException {
        MachinesReply reply = server.call(calls -> calls.machines(null, MachinesRequest.getDefaultInstance()));
        ServerConnection.require(reply.getStatus());
        Map<String, Machine> machines = new TreeMap<>();
        for (JoinedMachine machine : reply.getJoinedList()) {
            machines.put(machine.getHost(), MachineMessages.machine(machine.getMachine()));
        }
        return machines;
    }
}
