package org.hpvm.yarn.recovery;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.hpvm.container.machine.Machine;
import org.hpvm.dfs.journal.EarlierJournals;
import org.hpvm.dfs.journal.Journal;
import org.hpvm.dfs.journal.JournalWriter;
import org.hpvm.model.ByteSize;
import org.hpvm.proto.agent.Resumption;
import org.hpvm.proto.journal.JournalEntry;
import org.hpvm.yarn.agents.AgentSession;
import org.hpvm.yarn.agents.Agents;
import org.hpvm.yarn.agents.Roster;
import org.hpvm.yarn.hosts.HostEntry;
import org.hpvm.yarn.loop.ServerJournal;
import org.hpvm.yarn.loop.ServerLoop;
import org.hpvm.yarn.shares.ShareTable;
import org.hpvm.yarn.spawn.Spawns;

/** One attempt of a server, without YARN and calls, over a journal in a local directory. */
final class PlayedServer implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    final ShareTable shares = new ShareTable();
    final Roster roster = new Roster();
    final Agents agents;
    final Spawns spawns;
    final ServerJournal journal;
    private final ServerLoop loop;
    private final JournalWriter writer;

    private PlayedServer(FileSystem files, Path directory, long epoch) throws IOException, InterruptedException {
        writer = JournalWriter.create(files, new Path(directory, epoch + ".journal"), epoch);
        loop = new ServerLoop(failure -> {});
        journal = new ServerJournal(writer, loop, failure -> {});
        agents = new Agents(loop, epoch);
        spawns = new Spawns(loop, journal, shares, agents, new ByteSize(1 << 20));
        List<JournalEntry> entries = new ArrayList<>();
        for (Journal before : new EarlierJournals(files, directory).takeOver(epoch, LIMIT)) {
            for (byte[] entry : before.entries()) {
                entries.add(JournalEntry.parseFrom(entry));
            }
        }
        loop.await(LIMIT, () -> new Replay(shares, spawns, roster, host -> host).run(entries));
    }

    static PlayedServer start(FileSystem files, Path directory, long epoch) throws IOException, InterruptedException {
        return new PlayedServer(files, directory, epoch);
    }

    /** Does something on the loop's thread and waits for the answer. */
    <T> T call(Callable<CompletableFuture<T>> work) throws IOException, InterruptedException {
        try {
            return loop.call(work).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(e);
        }
    }

    /** Does something on the loop's thread. */
    <T> T now(Callable<T> work) throws IOException, InterruptedException {
        return call(() -> CompletableFuture.completedFuture(work.call()));
    }

    AgentSession join(int number, Resumption resume) throws IOException, InterruptedException {
        return join(number, "host", resume);
    }

    /** @param name of the agent's machine */
    AgentSession join(int number, String name, Resumption resume) throws IOException, InterruptedException {
        Machine machine = new Machine("x86_64", "linux", "", List.of(), 2, new ByteSize(1 << 30));
        return now(() -> {
            long lastReport = roster.find(number).map(Roster.Known::lastReport).orElse(0L);
            AgentSession agent =
                    agents.join(number, "container-" + number, name, HostEntry.unnamed(name), machine, lastReport);
            if (resume.getAgent() == 0) {
                spawns.agentJoined(agent);
            } else {
                spawns.agentResumed(agent, resume, spawn -> PlayedAgent.held(resume, spawn, lastReport));
            }
            return agent;
        });
    }

    /** Dies; what waits for the journal may or may not be in it. */
    @Override
    public void close() throws IOException {
        loop.close();
        writer.close();
    }
}
