package org.hpvm.yarn.spawn;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hpvm.container.worker.ByteOrders;
import org.hpvm.dfs.segment.RecordPlace;
import org.hpvm.dfs.share.Accumulation;
import org.hpvm.dfs.share.ExtentMap;
import org.hpvm.dfs.share.ShareMessages;
import org.hpvm.dfs.share.ShareVersion;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.proto.agent.LeafMessage;
import org.hpvm.proto.agent.SpawnDescription;
import org.hpvm.proto.client.AwaitReply;
import org.hpvm.proto.client.AwaitRequest;
import org.hpvm.proto.client.LeafMachines;
import org.hpvm.proto.client.MergedShare;
import org.hpvm.proto.client.SpawnRequest;
import org.hpvm.proto.client.Status;
import org.hpvm.proto.client.TreeLeaf;
import org.hpvm.proto.share.RecordMessage;
import org.hpvm.yarn.shares.AccumulationMessages;
import org.hpvm.yarn.shares.JournalRecords;
import org.hpvm.yarn.shares.Named;
import org.hpvm.yarn.shares.Share;
import org.jspecify.annotations.Nullable;

/** One spawn, from its request to the fetching of its result. Not thread-safe; owned by the server's loop. */
final class OpenSpawn {
    private final long number;
    private final SpawnRequest request;
    private final JournalRecords records;
    private final Map<String, Seen> sharesByName = new LinkedHashMap<>();
    private final Map<Integer, ExtentMap> merged = new LinkedHashMap<>();
    private final Map<Integer, List<Accumulation>> accumulated = new LinkedHashMap<>();
    private final Map<String, String> unableReasonByMachine = new LinkedHashMap<>();
    private final List<String> notices = new ArrayList<>();

    @SuppressWarnings("IdentityHashMapUsage") // a future is nothing but itself
    private final Map<CompletableFuture<AwaitReply>, AwaitRequest> requestByWaiting = new IdentityHashMap<>();

    private final List<CompletableFuture<Status>> argumentsWaiting = new ArrayList<>();
    final MergeLedger ledger;
    final ArgumentStore arguments = new ArgumentStore();
    final MachineUses uses = new MachineUses();
    final TaskHistory history = new TaskHistory();
    private Function<Set<RecordPlace>, List<RecordMessage>> copies = places -> List.of();
    final WatchedOutput output;
    private boolean gathering;
    private @Nullable Status status;
    private boolean closing;

    /** A share as the spawn sees it. */
    record Seen(Share share, ShareVersion version) {}

    OpenSpawn(long number, SpawnRequest request, List<Share> shares, JournalRecords records) {
        this.number = number;
        this.request = request;
        this.records = records;
        this.output = new WatchedOutput(request.getWatchedLines(), System.nanoTime());
        this.ledger = new MergeLedger(records, parentOrder(request));
        shares.forEach(share -> sharesByName.put(share.name().text(), new Seen(share, share.current())));
    }

    private static ByteOrder parentOrder(SpawnRequest request) {
        return request.getByteOrder() == ByteOrders.number(ByteOrder.BIG_ENDIAN)
                ? ByteOrder.BIG_ENDIAN
                : ByteOrder.LITTLE_ENDIAN;
    }

    long number() {
        return number;
    }

    SpawnRequest request() {
        return request;
    }

    long tasks() {
        return request.getTasks();
    }

    SpawnDescription description() {
        SpawnDescription.Builder description = SpawnDescription.newBuilder()
                .setTree(request.getTree())
                .setParentByteOrder(request.getByteOrder())
                .setParentLongBytes(request.getLongBytes())
                .setTaskMilliseconds(request.getTaskMilliseconds())
                .setTaskMemoryBytes(request.getTaskMemoryBytes())
                .setTaskOutputBytes(request.getTaskOutputBytes())
                .setOnlyLeaf(request.getOnlyLeaf())
                .setWatched(request.getWatchedLines() > 0);
        for (TreeLeaf leaf : request.getLeavesList()) {
            description.addLeaves(LeafMessage.newBuilder()
                    .setPath(leaf.getPath())
                    .setSha256(leaf.getSha256())
                    .setBytes(leaf.getBytes()));
        }
        return description.build();
    }

    /**
     * A share that the spawn sees.
     *
     * @throws HpvmException with {@link ErrorCode#NOSHARE}
     */
    Seen share(String name) throws HpvmException {
        Seen seen = sharesByName.get(name);
        if (seen == null) {
            String shown = name.length() <= 80 ? name : name.substring(0, 80) + "…";
            throw new HpvmException(
                    ErrorCode.NOSHARE,
                    "get share \"" + shown.replaceAll("\\p{Cntrl}", "?") + "\": the parent shares "
                            + (sharesByName.isEmpty() ? "nothing" : String.join(", ", sharesByName.keySet())));
        }
        return seen;
    }

    /** The name of a share that the spawn sees; its number if it does not. */
    String nameOfShare(int number) {
        return shareOf(number).map(share -> share.name().text()).orElse("number " + number);
    }

    /** A share that the spawn sees, by its number. */
    Optional<Share> shareOf(int share) {
        return sharesByName.values().stream()
                .map(Seen::share)
                .filter(seen -> seen.number() == share)
                .findFirst();
    }

    void unable(String machine, String reason) {
        unableReasonByMachine.put(machine, reason);
    }

    boolean isUnable(String machine) {
        return unableReasonByMachine.containsKey(machine);
    }

    /** The machines that cannot run any leaf of the tree, each with its reason. */
    String unableReasons() {
        List<String> reasons = new ArrayList<>();
        unableReasonByMachine.forEach((machine, reason) -> reasons.add(machine + ": " + reason));
        return String.join("; ", reasons);
    }

    /** Tells the user something, once. */
    void notice(String sentence) {
        if (!notices.contains(sentence)) {
            notices.add(sentence);
        }
    }

    boolean isClosing() {
        return closing;
    }

    /** From now on nothing that agents report of the spawn counts. */
    void beginClosing() {
        closing = true;
    }

    void merged(int share, ExtentMap extents) {
        merged.put(share, extents);
    }

    /** The records out of which the shares' bytes come that were merged. */
    private Set<RecordPlace> places() {
        return merged.values().stream()
                .flatMap(extents -> extents.extents().stream())
                .flatMap(extent -> Stream.ofNullable(extent.place()))
                .collect(Collectors.toSet());
    }

    /** Who asks for the end first gets copies of these records, as far as there are some. */
    void copied(Function<Set<RecordPlace>, List<RecordMessage>> taken) {
        copies = taken;
    }

    /** The gateway folds these and writes the result with the next spawn: only it has the bytes they go over. */
    void accumulated(int share, List<Accumulation> accumulations) {
        accumulated.put(share, accumulations);
    }

    /** Tells what may still be asked for: by its tasks, or by the parent, once it has ended. */
    void name(Named named) {
        if (status == null) {
            sharesByName.values().forEach(seen -> {
                seen.share().name(named);
                named.add(seen.version());
            });
            ledger.name(named);
        }
        merged.values().forEach(extents -> named.add(extents.extents()));
        accumulated.values().forEach(all -> all.forEach(one -> named.add(one.contributions())));
    }

    /** Ends the spawn and answers whoever waits for it. */
    void end(Status how) {
        status = how;
        answerAll(0);
        argumentsWaiting.forEach(waiting -> waiting.complete(how));
        argumentsWaiting.clear();
    }

    Optional<Status> status() {
        return Optional.ofNullable(status);
    }

    private void answerAll(long done) {
        requestByWaiting.forEach((waiting, request) -> waiting.complete(reply(done, request)));
        requestByWaiting.clear();
    }

    CompletableFuture<AwaitReply> await(AwaitRequest request) {
        CompletableFuture<AwaitReply> reply = new CompletableFuture<>();
        requestByWaiting.put(reply, request);
        return reply;
    }

    /** Output has come; whether that is the first since {@link #showGathered}. */
    boolean beginGathering() {
        boolean isFirst = !gathering;
        gathering = true;
        return isFirst;
    }

    /** Answers whoever waits: there is output to show. */
    void showGathered(long done) {
        gathering = false;
        answerAll(done);
    }

    boolean hasNewsAfter(int noticesKnown) {
        return status != null || notices.size() > noticesKnown;
    }

    /** Answers somebody who has waited long enough. */
    void progress(CompletableFuture<AwaitReply> waiting, long done) {
        @SuppressWarnings("CollectionUndefinedEquality") // by identity
        AwaitRequest request = requestByWaiting.remove(waiting);
        if (request != null) {
            waiting.complete(reply(done, request));
        }
    }

    AwaitReply reply(long done, AwaitRequest request) {
        AwaitReply.Builder reply = AwaitReply.newBuilder().setDone(done);
        if (status != null) {
            reply.setEnded(true)
                    .setStatus(status)
                    .setDone(status.getCode() == 0 ? tasks() : done)
                    .addAllUses(uses.all());
            merged.forEach((share, extents) -> {
                reply.addMerged(
                        MergedShare.newBuilder().setNumber(share).setExtents(ShareMessages.message(extents.extents())));
                reply.addAllJournal(records.namedBy(extents.extents()));
            });
            accumulated.forEach((share, accumulations) -> accumulations.forEach(one -> {
                reply.addAccumulated(AccumulationMessages.message(share, one));
                reply.addAllJournal(records.namedBy(one.contributions()));
            }));
            reply.addAllCopies(copies.apply(places()));
        }
        uses.machinesByLeaf()
                .forEach((leaf, machines) ->
                        reply.addLeaves(LeafMachines.newBuilder().setLeaf(leaf).setMachines(machines)));
        notices.stream().skip(request.getNotices()).forEach(reply::addNotices);
        output.putInto(reply, request);
        return reply.build();
    }

    /** Somebody waits until there is room for more arguments. */
    CompletableFuture<Status> awaitRoom() {
        CompletableFuture<Status> waiting = new CompletableFuture<>();
        argumentsWaiting.add(waiting);
        return waiting;
    }

    /** Answers somebody who has waited for room long enough. */
    @SuppressWarnings("CollectionUndefinedEquality") // by identity
    void stillFull(CompletableFuture<Status> waiting) {
        if (argumentsWaiting.remove(waiting)) {
            waiting.complete(Status.newBuilder().setFull(true).build());
        }
    }

    void hasRoom() {
        argumentsWaiting.forEach(waiting -> waiting.complete(Status.getDefaultInstance()));
        argumentsWaiting.clear();
    }
}
