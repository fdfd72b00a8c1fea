package org.hpvm.yarn.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.yarn.api.records.NodeLabel;
import org.apache.hadoop.yarn.api.records.NodeReport;
import org.apache.hadoop.yarn.api.records.NodeState;
import org.apache.hadoop.yarn.api.records.QueueInfo;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.yarn.hosts.HostsFile;
import org.hpvm.yarn.placement.ClusterFacts;
import org.hpvm.yarn.placement.MachineFacts;
import org.hpvm.yarn.placement.QueueAccess;
import org.hpvm.yarn.placement.Roster;
import org.hpvm.yarn.provision.Nodes;
import org.hpvm.yarn.settings.HpvmSettings;

/**
 * A look at the cluster before an application is submitted, so that what it can never serve is refused at once: YARN
 * itself would let it wait without a word.
 *
 * @param facts what YARN says
 * @param roster the machines that may be asked for
 * @param serverPartition where the server may run; empty for the default partition
 */
public record Survey(ClusterFacts facts, Roster roster, String serverPartition) {

    /** Asks YARN. */
    public static ClusterFacts look(YarnClient yarn, String queue) throws YarnException, IOException {
        List<MachineFacts> machines = new ArrayList<>();
        for (NodeReport node : yarn.getNodeReports(NodeState.RUNNING)) {
            machines.add(Nodes.facts(node));
        }
        return new ClusterFacts(machines, access(yarn, queue));
    }

    private static QueueAccess access(YarnClient yarn, String queue) throws YarnException, IOException {
        Set<String> shared = new HashSet<>();
        for (NodeLabel label : yarn.getClusterNodeLabels()) {
            if (!label.isExclusive()) {
                shared.add(label.getName());
            }
        }
        QueueInfo info = yarn.getQueueInfo(queue);
        Set<String> accessible = info == null ? null : info.getAccessibleNodeLabels();
        // A queue that is not there is refused by YARN itself, in words of its own.
        return new QueueAccess(queue, accessible == null ? Set.of("*") : accessible, shared);
    }

    /**
     * Decides whether an application may be submitted, and where its server goes.
     *
     * @param largest the largest container that YARN gives
     * @throws HpvmException with {@link ErrorCode#REFUSED} or {@link ErrorCode#NOMACHINE}, and every reason
     */
    public static Survey of(ClusterFacts facts, Optional<HostsFile> hosts, HpvmSettings settings, Resource largest)
            throws HpvmException {
        String doing = "ask YARN for machines";
        requireFits(doing, "hpvm.server.memory", settings.serverMemory().bytes(), largest);
        requireFits(doing, "hpvm.agent.memory", settings.agentMemory().bytes(), largest);
        if (facts.machines().isEmpty()) {
            throw new HpvmException(ErrorCode.NOMACHINE, doing + ": the cluster has no machine that runs");
        }
        if (listed(facts, hosts).isEmpty()) {
            throw new HpvmException(
                    ErrorCode.NOMACHINE,
                    doing + ": the host file lists none of the cluster's machines, which YARN knows as "
                            + String.join(
                                    ", ",
                                    facts.machines().stream()
                                            .map(MachineFacts::host)
                                            .toList()));
        }
        Roster roster = roster(facts, hosts, settings);
        if (roster.candidates().isEmpty()) {
            throw new HpvmException(
                    ErrorCode.NOMACHINE, doing + ": none may be used: " + String.join("; ", roster.refused()));
        }
        String partition = Roster.serverPartition(facts.machines(), facts.queue())
                .orElseThrow(() -> new HpvmException(
                        ErrorCode.REFUSED,
                        doing + ": every machine is in a partition that queue "
                                + facts.queue().queue()
                                + " may not use, so the server has no place: YARN lends no machine to it"));
        return new Survey(facts, roster, partition);
    }

    /** The machines that the host file lists; all if there is none. */
    private static List<MachineFacts> listed(ClusterFacts facts, Optional<HostsFile> hosts) {
        return facts.machines().stream()
                .filter(machine ->
                        hosts.isEmpty() || hosts.get().find(machine.host()).isPresent())
                .toList();
    }

    /** The machines that an application may ask for. */
    static Roster roster(ClusterFacts facts, Optional<HostsFile> hosts, HpvmSettings settings) {
        return Roster.of(listed(facts, hosts), settings.placement(), facts.queue());
    }

    private static void requireFits(String doing, String setting, long bytes, Resource largest) throws HpvmException {
        if (bytes >> 20 > largest.getMemorySize()) {
            throw new HpvmException(
                    ErrorCode.REFUSED,
                    doing + ": " + setting + " is " + (bytes >> 20) + " MiB, and YARN gives no container more than "
                            + largest.getMemorySize() + " MiB");
        }
    }
}
