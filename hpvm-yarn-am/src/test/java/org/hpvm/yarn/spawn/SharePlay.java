package org.hpvm.yarn.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.thirdparty.protobuf.UnsafeByteOperations;
import org.hpvm.dfs.file.CommitOutcome;
import org.hpvm.dfs.journal.Journal;
import org.hpvm.dfs.journal.JournalWriter;
import org.hpvm.dfs.segment.Piece;
import org.hpvm.dfs.segment.PieceTable;
import org.hpvm.dfs.segment.RecordBuilder;
import org.hpvm.dfs.segment.RecordPlace;
import org.hpvm.dfs.segment.SegmentLog;
import org.hpvm.dfs.segment.SegmentRecord;
import org.hpvm.dfs.share.Accumulation;
import org.hpvm.dfs.share.BaseWriter;
import org.hpvm.dfs.share.Extent;
import org.hpvm.dfs.share.ExtentMap;
import org.hpvm.dfs.share.ShareFolder;
import org.hpvm.dfs.share.ShareMessages;
import org.hpvm.dfs.share.ShareReader;
import org.hpvm.dfs.share.ShareTarget;
import org.hpvm.dfs.share.ShareVersion;
import org.hpvm.model.ByteRange;
import org.hpvm.model.ElementType;
import org.hpvm.model.IdRange;
import org.hpvm.model.RangeSet;
import org.hpvm.proto.agent.ReportRequest;
import org.hpvm.proto.agent.SpawnReport;
import org.hpvm.proto.client.CreateShareRequest;
import org.hpvm.proto.client.ShareUpdate;
import org.hpvm.proto.client.SpawnRequest;
import org.hpvm.proto.client.Status;
import org.hpvm.proto.journal.JournalEntry;
import org.hpvm.proto.journal.SpawnClosed;
import org.hpvm.proto.journal.SpawnOpened;
import org.hpvm.proto.share.RecordMessage;
import org.hpvm.yarn.spawn.PlainShares.Act;

/**
 * One random program of share, merge, accumulate and spawn, with agents and servers that die, played with the real
 * parts over files of this machine and compared with plain arrays. The seed decides everything.
 */
final class SharePlay implements AutoCloseable {
    private static final ElementType[] TYPES = ElementType.values();
    private static final int AGENTS = 3;

    private final Random random;
    private final ByteOrder order;
    private final FileSystem files;
    private final Path directory;
    private final ShareReader reader;
    private final ShareFolder folder;
    private final PlainShares plain;
    private final PlayedTasks tasks;
    private final List<ElementType> types = new ArrayList<>();
    private final List<FileChannel> shadows = new ArrayList<>();
    private final List<RangeSet> unpublished = new ArrayList<>();
    private final List<Path> journals = new ArrayList<>();
    private final SegmentLog[] segments = new SegmentLog[AGENTS + 1];
    private final PlayedUpkeep upkeep;
    private PlayedServer server;
    private JournalWriter journal;
    private long writers;
    private long spawns;
    private int bases;
    private final Map<Integer, Held> heldByShare = new HashMap<>();
    final Map<String, Integer> seen = new HashMap<>();

    /** A version of a share that a machine has. */
    private record Held(long version, ByteBuffer bytes) {}

    SharePlay(long seed, FileSystem files, Path directory, ExecutorService workers) throws IOException {
        this.random = new Random(seed);
        this.order = random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        this.files = files;
        this.directory = Files.createDirectories(directory);
        this.reader = new ShareReader(files, this::segment, workers);
        this.folder = new ShareFolder(files, this::segment, workers);
        this.plain = new PlainShares(order);
        this.tasks = new PlayedTasks(random, order);
        this.upkeep = new PlayedUpkeep(
                random, files, reader, this::segment, number -> hadoop("compacted-" + number), this::count);
        this.server = new PlayedServer(order);
        this.journal = newJournal();
        for (int agent = 0; agent <= AGENTS; agent++) {
            newIncarnation(agent);
        }
    }

    private org.apache.hadoop.fs.Path hadoop(String name) {
        return new org.apache.hadoop.fs.Path(directory.resolve(name).toString());
    }

    private org.apache.hadoop.fs.Path segment(long number) {
        return hadoop("segment-" + Long.toHexString(number));
    }

    private JournalWriter newJournal() throws IOException {
        Path path = directory.resolve("journal-" + journals.size());
        journals.add(path);
        return JournalWriter.create(files, hadoop("journal-" + (journals.size() - 1)), journals.size());
    }

    /** An agent, or for 0 the parent's side, that begins anew writes segments of its own. */
    private void newIncarnation(int agent) {
        segments[agent] = new SegmentLog(files, this::segment, ++writers, 1 << (7 + random.nextInt(8)));
    }

    private void count(String what) {
        seen.merge(what, 1, Integer::sum);
    }

    void play() throws IOException {
        int shares = 1 + random.nextInt(3);
        for (int share = 0; share < shares; share++) {
            share();
        }
        for (int spawn = 1 + random.nextInt(5); spawn > 0; spawn--) {
            write();
            spawn();
        }
    }

    private void share() throws IOException {
        int size = 1 + random.nextInt(random.nextInt(4) == 0 ? 20_000 : 300);
        ElementType type = TYPES[random.nextInt(TYPES.length)];
        types.add(type);
        plain.add(size);
        FileChannel shadow = FileChannel.open(
                directory.resolve("shadow-" + types.size()),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        shadow.write(ByteBuffer.allocate(size), 0);
        shadows.add(shadow);
        unpublished.add(new RangeSet());
        commit(JournalEntry.newBuilder()
                .setShareCreated(server.shares.plan(CreateShareRequest.newBuilder()
                        .setName("share" + types.size())
                        .setType(type.number())
                        .setSize(size)
                        .build())));
    }

    /** The parent writes here and there. */
    private void write() throws IOException {
        for (int share = 1; share <= types.size(); share++) {
            byte[] bytes = plain.share(share);
            for (int left = random.nextInt(4); left > 0; left--) {
                int start = random.nextInt(bytes.length);
                byte[] fresh = new byte[1 + random.nextInt(bytes.length - start)];
                random.nextBytes(fresh);
                System.arraycopy(fresh, 0, bytes, start, fresh.length);
                shadows.get(share - 1).write(ByteBuffer.wrap(fresh), start);
                unpublished.get(share - 1).add(start, start + fresh.length);
            }
        }
    }

    private ShareUpdate publish(int share) throws IOException {
        ShareUpdate.Builder update = ShareUpdate.newBuilder().setNumber(share);
        FileChannel shadow = shadows.get(share - 1);
        RangeSet changed = unpublished.get(share - 1);
        if (!changed.isEmpty() && random.nextInt(4) == 0) {
            count("base");
            var path = hadoop("base-" + ++bases);
            update.setBase(ShareMessages.message(new BaseWriter(files).write(shadow, plain.share(share).length, path)));
        } else if (!changed.isEmpty()) {
            RecordBuilder builder = new RecordBuilder(0);
            for (IdRange range : changed.ranges()) {
                int position = builder.add(Piece.write(share, 0, 0, range.start(), range.end()));
                shadow.read(ByteBuffer.wrap(builder.payload(), position, (int) range.count()), range.start());
            }
            update.addRecords(stored(0, builder.build()));
        }
        changed.remove(0, Long.MAX_VALUE);
        return update.build();
    }

    /** A record as it is reported: by its place in a segment, or whole. */
    private RecordMessage stored(int writer, SegmentRecord kept) throws IOException {
        RecordMessage.Builder message = RecordMessage.newBuilder()
                .setTable(UnsafeByteOperations.unsafeWrap(kept.table().bytes()));
        if (random.nextBoolean()) {
            count("inline");
            return message.setPayload(UnsafeByteOperations.unsafeWrap(kept.payload()))
                    .build();
        }
        count("segment");
        RecordPlace place = segments[writer].commit(List.of(kept)).get(0);
        return message.setSegment(place.segment())
                .setOffset(place.offset())
                .setLength(place.length())
                .build();
    }

    private void spawn() throws IOException {
        long spawn = ++spawns;
        SpawnRequest.Builder request = SpawnRequest.newBuilder().setByteOrder(order == ByteOrder.BIG_ENDIAN ? 2 : 1);
        for (int share = 1; share <= types.size(); share++) {
            request.addUpdates(publish(share));
        }
        commit(JournalEntry.newBuilder()
                .setSpawnOpened(SpawnOpened.newBuilder().setSpawn(spawn).setRequest(request)));
        PlainShares before = plain.copy();
        machinesSee(spawn, before);
        List<List<Act>> acts = tasks.spawn(plain, types);
        while (!server.isDone(spawn, acts.size())) {
            report(spawn, acts);
            if (random.nextInt(25) == 0) {
                restartServer();
            }
            keepUp();
            if (random.nextInt(4) == 0) {
                machinesSee(spawn, before);
            }
        }
        boolean isWell = plain.spawn(acts);
        assertThat(server.conflict(spawn).isEmpty())
                .as("no conflict: " + server.conflict(spawn))
                .isEqualTo(isWell);
        count(isWell ? "spawn" : "conflict");
        int status = isWell ? 0 : -11;
        Optional<PlayedServer.Result> result = commit(JournalEntry.newBuilder()
                .setSpawnClosed(SpawnClosed.newBuilder()
                        .setSpawn(spawn)
                        .setStatus(Status.newBuilder().setCode(status))));
        if (result.isPresent()) {
            fetch(result.get());
        }
        keepUp();
        for (int share = 1; share <= types.size(); share++) {
            byte[] expected = (isWell ? plain : before).share(share);
            assertThat(content(shadows.get(share - 1), expected.length))
                    .as("share " + share)
                    .isEqualTo(expected);
        }
    }

    /** An agent tells of some tasks; it may have died before, or its report may come twice. */
    private void report(long spawn, List<List<Act>> acts) throws IOException {
        int agent = 1 + random.nextInt(AGENTS);
        SpawnReport.Builder report = SpawnReport.newBuilder().setSpawn(spawn);
        List<RecordMessage> records = new ArrayList<>();
        RecordBuilder builder = new RecordBuilder(spawn);
        RangeSet inReport = new RangeSet();
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            int task = random.nextInt(acts.size());
            boolean fails = random.nextInt(4) == 0;
            boolean mayRun = !server.counts(spawn, task) || random.nextInt(10) == 0;
            if (mayRun && inReport.add(task, task + 1) == 1) {
                run(task, fails ? garbage(acts.get(task)) : acts.get(task), builder);
                if (!fails) {
                    report.addDone(task).addDone(1);
                }
                count(fails ? "failed attempt" : "done");
            }
            if (fails || random.nextInt(3) == 0) {
                // A failed attempt is reported before the next one begins.
                send(agent, report, records, builder);
                report = SpawnReport.newBuilder().setSpawn(spawn);
                records = new ArrayList<>();
                builder = new RecordBuilder(spawn);
                inReport = new RangeSet();
            }
        }
        send(agent, report, records, builder);
    }

    private void send(int agent, SpawnReport.Builder report, List<RecordMessage> records, RecordBuilder builder)
            throws IOException {
        int fate = random.nextInt(12);
        if (fate == 0) {
            count("died before the flush");
            newIncarnation(agent);
            return;
        }
        if (!builder.isEmpty()) {
            records.add(stored(agent, builder.build()));
        }
        if (fate == 1) {
            count("died after the flush");
            newIncarnation(agent);
            return;
        }
        JournalEntry.Builder entry = JournalEntry.newBuilder()
                .setReport(ReportRequest.newBuilder().setAgent(agent).addSpawns(report.addAllRecords(records)));
        commit(entry);
        if (fate == 2) {
            count("came twice");
            commit(entry);
        }
    }

    private static void run(int task, List<Act> acts, RecordBuilder builder) {
        for (Act act : acts) {
            ByteRange range = new ByteRange(act.start(), act.end());
            int position = builder.add(new Piece(act.share(), act.operation(), act.type(), task, 1, range));
            act.bytes().get(0, builder.payload(), position, act.bytes().capacity());
        }
    }

    /** What an attempt merges that fails in the end. */
    private List<Act> garbage(List<Act> acts) {
        List<Act> garbage = new ArrayList<>();
        for (Act act : acts.subList(0, acts.isEmpty() ? 0 : random.nextInt(acts.size() + 1))) {
            byte[] other = new byte[act.bytes().capacity()];
            random.nextBytes(other);
            garbage.add(new Act(act.share(), act.operation(), act.type(), act.start(), ByteBuffer.wrap(other)));
        }
        return garbage;
    }

    private Optional<PlayedServer.Result> commit(JournalEntry.Builder entry) throws IOException {
        byte[] content = entry.build().toByteArray();
        CommitOutcome outcome = journal.append(content).join();
        assertThat(outcome).isInstanceOf(CommitOutcome.Committed.class);
        return server.apply(JournalEntry.parseFrom(content));
    }

    private void keepUp() throws IOException {
        Optional<JournalEntry.Builder> told = upkeep.act(server, spawns);
        if (told.isPresent()) {
            commit(told.get());
        }
    }

    /** The next server knows what the journals hold, whatever tail the last one has left. */
    private void restartServer() throws IOException {
        count("server restart");
        journal.close();
        byte[] torn = new byte[random.nextInt(40)];
        if (random.nextBoolean()) {
            random.nextBytes(torn);
        }
        Files.write(journals.get(journals.size() - 1), torn, StandardOpenOption.APPEND);
        server = new PlayedServer(order);
        for (Path path : journals) {
            Journal read = Journal.parse(ByteBuffer.wrap(Files.readAllBytes(path)), path);
            for (byte[] content : read.entries()) {
                server.apply(JournalEntry.parseFrom(content));
            }
        }
        journal = newJournal();
        upkeep.restarted();
    }

    /** As the gateway does it. */
    private void fetch(PlayedServer.Result result) throws IOException {
        for (Map.Entry<Integer, ExtentMap> merged : result.merged().entrySet()) {
            List<Extent> extents = merged.getValue().extents();
            reader.read(extents, journalOf(extents), ShareTarget.of(shadows.get(merged.getKey() - 1)));
        }
        for (Map.Entry<Integer, List<Accumulation>> accumulated :
                result.accumulated().entrySet()) {
            for (Accumulation accumulation : accumulated.getValue()) {
                folder.fold(
                        accumulation,
                        journalOf(accumulation.contributions()),
                        order,
                        shadows.get(accumulated.getKey() - 1));
                accumulation
                        .touched()
                        .forEach(range ->
                                unpublished.get(accumulated.getKey() - 1).add(range.start(), range.end()));
            }
        }
    }

    private Map<Long, SegmentRecord> journalOf(List<Extent> extents) {
        Map<Long, SegmentRecord> records = new HashMap<>();
        for (RecordMessage kept : server.records.namedBy(extents)) {
            PieceTable table = PieceTable.parse(kept.getTable().asReadOnlyByteBuffer());
            records.put(
                    kept.getOffset(),
                    new SegmentRecord(0, table, kept.getPayload().asReadOnlyByteBuffer()));
        }
        return records;
    }

    /** What an agent reads is what the parent wrote: the whole version, and the difference to what it has. */
    private void machinesSee(long spawn, PlainShares expected) throws IOException {
        for (int share = 1; share <= types.size(); share++) {
            ShareVersion current = server.seen(spawn, share);
            ShareVersion told = ShareMessages.version(ShareMessages.message(current));
            assertThat(told).isEqualTo(current);
            int size = expected.share(share).length;
            Path path = directory.resolve("image-" + share + "-" + spawns);
            try (FileChannel image = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                image.write(ByteBuffer.allocate(size), 0);
                reader.read(told, journalOf(told.extents().extents()), ShareTarget.of(image));
                assertThat(content(image, size)).as("image of share " + share).isEqualTo(expected.share(share));
                Held held = heldByShare.getOrDefault(share, new Held(-1, ByteBuffer.allocate(0)));
                Optional<ExtentMap> newer = server.shares.get(share, 0).difference(held.version(), current.number());
                if (held.version() >= 0 && newer.isPresent()) {
                    count("difference");
                    image.write(held.bytes().duplicate(), 0);
                    List<Extent> extents = newer.get().extents();
                    reader.read(extents, journalOf(extents), ShareTarget.of(image));
                    assertThat(content(image, size))
                            .as("difference of share " + share)
                            .isEqualTo(expected.share(share));
                }
                if (random.nextBoolean()) {
                    heldByShare.put(share, new Held(current.number(), ByteBuffer.wrap(content(image, size))));
                }
            }
        }
    }

    private static byte[] content(FileChannel file, int size) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(size);
        while (bytes.hasRemaining() && file.read(bytes, bytes.position()) >= 0) {
            // on
        }
        return bytes.array();
    }

    @Override
    public void close() throws IOException {
        journal.close();
        for (SegmentLog log : segments) {
            log.close();
        }
        for (FileChannel shadow : shadows) {
            shadow.close();
        }
    }
}
