package org.hpvm.yarn.recovery;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.proto.agent.ReportRequest;
import org.hpvm.proto.journal.JournalEntry;
import org.hpvm.yarn.agents.Roster;
import org.hpvm.yarn.shares.ShareTable;
import org.hpvm.yarn.spawn.SpawnReplay;
import org.hpvm.yarn.spawn.Spawns;

/**
 * Does again what the journals of earlier attempts say, in their order, so that shares, spawns and agents are what they
 * were. Nothing but the entries decides, so each attempt that reads them comes to the same. Not thread-safe.
 */
public final class Replay {
    private final ShareTable shares;
    private final SpawnReplay spawns;
    private final Roster roster;
    private final UnaryOperator<String> machineOfHost;

    /** @param machineOfHost friendly name of a host */
    public Replay(ShareTable shares, Spawns spawns, Roster roster, UnaryOperator<String> machineOfHost) {
        this.shares = shares;
        this.spawns = spawns.replay();
        this.roster = roster;
        this.machineOfHost = machineOfHost;
    }

    /**
     * Takes the entries of all journals.
     *
     * @throws HpvmException with {@link ErrorCode#INTERNAL} if one cannot follow on those before it
     */
    public void run(List<JournalEntry> entries) throws HpvmException {
        for (JournalEntry entry : entries) {
            take(entry);
        }
        spawns.end();
    }

    /** The clients that have something left at the server. */
    public Set<Integer> clients() {
        return Stream.concat(shares.owners().stream(), spawns.clients().stream())
                .collect(Collectors.toSet());
    }

    private void take(JournalEntry entry) throws HpvmException {
        switch (entry.getKindCase()) {
            case SERVER_STARTED -> {
                // Says whose entries follow; nothing changes by it.
            }
            case SHARE_CREATED -> shares.add(entry.getShareCreated());
            case SHARE_DROPPED -> shares.drop(entry.getShareDropped().getNumber());
            case SHARE_COMPACTED -> shares.compacted(entry.getShareCompacted());
            case SPAWN_OPENED -> spawns.opened(entry.getSpawnOpened());
            case ARGUMENTS -> spawns.arguments(entry.getArguments());
            case REPORT -> reported(entry.getReport());
            case SPAWN_CLOSED -> spawns.closed(entry.getSpawnClosed());
            case AGENT_JOINED -> roster.joined(entry.getAgentJoined());
            case NOTICE -> spawns.told(entry.getNotice());
            case KIND_NOT_SET ->
                throw new HpvmException(
                        ErrorCode.INTERNAL,
                        "take over from an earlier attempt of the server: its journal holds an entry of a kind that this"
                                + " version does not know");
        }
    }

    private void reported(ReportRequest report) {
        roster.reported(report.getAgent(), report.getSequence());
        String machine = roster.find(report.getAgent())
                .map(known -> machineOfHost.apply(known.host()))
                .orElse("an unknown machine");
        spawns.reported(report, machine);
    }
}
