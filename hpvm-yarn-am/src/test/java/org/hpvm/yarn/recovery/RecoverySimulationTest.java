package org.hpvm.yarn.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.hpvm.dfs.segment.RecordPlace;
import org.hpvm.dfs.share.Extent;
import org.hpvm.dfs.share.ShareMessages;
import org.hpvm.model.ElementType;
import org.hpvm.proto.client.ArgumentChunk;
import org.hpvm.proto.client.ArgumentsRequest;
import org.hpvm.proto.client.AwaitReply;
import org.hpvm.proto.client.AwaitRequest;
import org.hpvm.proto.client.CreateShareRequest;
import org.hpvm.proto.client.SpawnReply;
import org.hpvm.proto.client.SpawnRequest;
import org.hpvm.proto.journal.AgentJoined;
import org.hpvm.proto.journal.JournalEntry;
import org.hpvm.proto.journal.ShareCreated;
import org.hpvm.proto.share.RecordMessage;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The server dies again and again, at moments and with losses at the end of its journal that the seed decides. */
@Timeout(60)
class RecoverySimulationTest {
    private static final int AGENTS = 3;
    private static final int CLIENT = 1 << 30;
    private static final int MOST_TURNS = 5_000;

    @TempDir
    java.nio.file.Path directory;

    static LongStream seeds() {
        return LongStream.range(0, 40);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyTaskCountsOnceHoweverOftenTheServerDies(long seed) throws IOException, InterruptedException {
        Random random = new Random(seed);
        FileSystem files = FileSystem.getLocal(new Configuration()).getRaw();
        Path journals = new Path(directory.toUri());
        int tasks = 1 + random.nextInt(300);
        int deaths = 0;
        long epoch = 1;
        PlayedServer server = PlayedServer.start(files, journals, epoch);
        List<PlayedAgent> agents = new ArrayList<>();
        introduce(server, agents);
        for (int round = 1; round <= 3; round++) {
            long spawn = open(server, 100 + round, tasks);
            assertThat(spawn).isEqualTo(round);
            long arrived = 0;
            AwaitReply reply = AwaitReply.getDefaultInstance();
            for (int turn = 0; turn < MOST_TURNS && !reply.getEnded(); turn++) {
                if (arrived < tasks && random.nextInt(3) == 0) {
                    arrived = arguments(server, spawn, arrived, tasks, random);
                }
                PlayedAgent agent = agents.get(random.nextInt(AGENTS));
                agent.poll(server, epoch);
                agent.work(server, epoch, random, random.nextInt(4) > 0);
                if (random.nextInt(12) == 0) {
                    long known = size(epoch);
                    for (PlayedAgent other : agents) {
                        other.work(server, epoch, random, false);
                    }
                    server.close();
                    cut(epoch, known, random);
                    deaths++;
                    epoch++;
                    server = PlayedServer.start(files, journals, epoch);
                    for (PlayedAgent other : agents) {
                        other.comeTo(server);
                    }
                    assertThat(open(server, 100 + round, tasks))
                            .as("the repeated request is known")
                            .isEqualTo(spawn);
                }
                reply = progress(server, spawn);
            }
            assertThat(reply.getEnded()).isTrue();
            assertThat(reply.getStatus().getMessage()).isEmpty();
            assertThat(bytes(reply, tasks)).containsOnly(round).hasSize(tasks);
        }
        server.close();
        assertThat(deaths)
                .as("a run in which the server never dies proves nothing")
                .isPositive();
    }

    private static void introduce(PlayedServer server, List<PlayedAgent> agents)
            throws IOException, InterruptedException {
        ShareCreated share = server.now(() -> {
            ShareCreated planned = server.shares.plan(CreateShareRequest.newBuilder()
                    .setName("bytes")
                    .setType(ElementType.BYTES.number())
                    .setSize(1000)
                    .setRequest(1)
                    .setClient(CLIENT)
                    .build());
            server.shares.add(planned);
            return planned;
        });
        var unused =
                server.call(() -> server.journal.write(JournalEntry.newBuilder().setShareCreated(share)));
        for (int number = 1; number <= AGENTS; number++) {
            AgentJoined joined = AgentJoined.newBuilder()
                    .setAgent(number)
                    .setContainer("container-" + number)
                    .setHost("host")
                    .build();
            server.now(() -> {
                server.roster.joined(joined);
                return true;
            });
            var unusedJoin = server.call(
                    () -> server.journal.write(JournalEntry.newBuilder().setAgentJoined(joined)));
            PlayedAgent agent = new PlayedAgent(number);
            agent.comeTo(server);
            agents.add(agent);
        }
    }

    private static long open(PlayedServer server, long request, int tasks) throws IOException, InterruptedException {
        SpawnReply reply = server.call(() -> server.spawns.open(SpawnRequest.newBuilder()
                .setRequest(request)
                .setClient(CLIENT)
                .setTasks(tasks)
                .addShares(1)
                .setAttempts(1000)
                .build()));
        return reply.getSpawn();
    }

    private static long arguments(PlayedServer server, long spawn, long first, int tasks, Random random)
            throws IOException, InterruptedException {
        int count = (int) Math.min(tasks - first, 1 + random.nextInt(100));
        var unused = server.call(() -> server.spawns.arguments(ArgumentsRequest.newBuilder()
                .setSpawn(spawn)
                .setChunk(ArgumentChunk.newBuilder().setFirst(first).setCount(count))
                .build()));
        return first + count;
    }

    private static AwaitReply progress(PlayedServer server, long spawn) throws IOException, InterruptedException {
        return server.now(() -> {
            var reply = server.spawns.await(
                    AwaitRequest.newBuilder().setSpawn(spawn).build());
            return reply.isDone() ? reply.join() : AwaitReply.getDefaultInstance();
        });
    }

    private java.nio.file.Path file(long epoch) {
        return directory.resolve(epoch + ".journal");
    }

    private long size(long epoch) throws IOException {
        return Files.size(file(epoch));
    }

    /** Cuts off some of what nobody was told of. */
    private void cut(long epoch, long known, Random random) throws IOException {
        try (RandomAccessFile journal = new RandomAccessFile(file(epoch).toFile(), "rw")) {
            journal.setLength(known + random.nextInt((int) (journal.length() - known) + 1));
        }
    }

    private static List<Integer> bytes(AwaitReply reply, int tasks) {
        Map<Long, RecordMessage> records = new HashMap<>();
        reply.getJournalList().forEach(kept -> records.put(kept.getOffset(), kept));
        List<Integer> bytes = new ArrayList<>();
        assertThat(reply.getMergedCount()).isEqualTo(1);
        for (Extent extent : ShareMessages.extents(reply.getMerged(0).getExtents())) {
            for (long at = extent.start(); at < extent.end(); at++) {
                assertThat(at).as("no hole").isEqualTo(bytes.size());
                RecordPlace place = Objects.requireNonNull(extent.place());
                RecordMessage kept = Objects.requireNonNull(records.get(place.offset()));
                bytes.add((int) kept.getPayload().byteAt((int) (extent.position() + at - extent.start())));
            }
        }
        assertThat(bytes).hasSize(tasks);
        return bytes;
    }
}
