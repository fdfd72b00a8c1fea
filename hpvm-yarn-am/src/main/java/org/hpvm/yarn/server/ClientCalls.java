package org.hpvm.yarn.server;

import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.apache.hadoop.thirdparty.protobuf.Message;
import org.apache.hadoop.thirdparty.protobuf.RpcController;
import org.hpvm.container.kernel.LeafPath;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.proto.client.ArgumentsRequest;
import org.hpvm.proto.client.AwaitReply;
import org.hpvm.proto.client.AwaitRequest;
import org.hpvm.proto.client.CancelRequest;
import org.hpvm.proto.client.CreateShareReply;
import org.hpvm.proto.client.CreateShareRequest;
import org.hpvm.proto.client.DropShareRequest;
import org.hpvm.proto.client.FinishRequest;
import org.hpvm.proto.client.LeaveRequest;
import org.hpvm.proto.client.MachinesReply;
import org.hpvm.proto.client.MachinesRequest;
import org.hpvm.proto.client.OpenReply;
import org.hpvm.proto.client.OpenRequest;
import org.hpvm.proto.client.PingRequest;
import org.hpvm.proto.client.ShareVersionReply;
import org.hpvm.proto.client.ShareVersionRequest;
import org.hpvm.proto.client.SharesReply;
import org.hpvm.proto.client.SharesRequest;
import org.hpvm.proto.client.SpawnReply;
import org.hpvm.proto.client.SpawnRequest;
import org.hpvm.proto.client.Status;
import org.hpvm.proto.client.TaskReply;
import org.hpvm.proto.client.TaskRequest;
import org.hpvm.proto.journal.JournalEntry;
import org.hpvm.proto.journal.ShareCreated;
import org.hpvm.yarn.agents.Agents;
import org.hpvm.yarn.loop.ServerJournal;
import org.hpvm.yarn.loop.ServerLoop;
import org.hpvm.yarn.protocol.ClientProtocol;
import org.hpvm.yarn.shares.Share;
import org.hpvm.yarn.shares.ShareTable;
import org.hpvm.yarn.shares.SharesSeen;
import org.hpvm.yarn.spawn.Spawns;

/** Takes the gateway's calls to the server's loop; refusals come back as a status, with a sentence for the user. */
final class ClientCalls implements ClientProtocol {
    /** Numbers of gateways as writers of segments begin here, those of agents at 1. */
    private static final int FIRST_GATEWAY = 1 << 30;
    /** Which numbers an earlier attempt of the server has given is not written down. */
    private static final int MOST_GATEWAYS_IN_AN_EPOCH = 1 << 16;

    private final ServerLoop loop;
    private final ServerJournal journal;
    private final ShareTable shares;
    private final Agents agents;
    private final Spawns spawns;
    private final Crew crew;
    private final ClientWatch watch;
    private final long epoch;
    private int gateways;

    ClientCalls(
            ServerLoop loop,
            ServerJournal journal,
            ShareTable shares,
            Agents agents,
            Spawns spawns,
            Crew crew,
            ClientWatch watch,
            long epoch) {
        this.loop = loop;
        this.journal = journal;
        this.shares = shares;
        this.agents = agents;
        this.spawns = spawns;
        this.crew = crew;
        this.watch = watch;
        this.epoch = epoch;
    }

    @Override
    public OpenReply open(RpcController controller, OpenRequest request) {
        return answer(
                () -> {
                    int client = FIRST_GATEWAY + (int) epoch * MOST_GATEWAYS_IN_AN_EPOCH + gateways++;
                    watch.joined(client);
                    return CompletableFuture.completedFuture(OpenReply.newBuilder()
                            .setWriter(client)
                            .setEpoch(epoch)
                            .build());
                },
                (code, message) -> OpenReply.getDefaultInstance());
    }

    @Override
    public CreateShareReply createShare(RpcController controller, CreateShareRequest request) {
        return answer(
                () -> {
                    Optional<Share> before = shares.ofRequest(request.getClient(), request.getRequest());
                    if (before.isPresent()) {
                        return journal.written().thenApply(unused -> created(before.get()));
                    }
                    ShareCreated planned = shares.plan(request);
                    shares.add(planned);
                    Share share = shares.get(planned.getShare().getNumber(), request.getClient());
                    return journal.write(JournalEntry.newBuilder().setShareCreated(planned))
                            .thenApply(unused -> created(share));
                },
                (code, message) -> CreateShareReply.newBuilder()
                        .setStatus(status(code, message))
                        .build());
    }

    private static CreateShareReply created(Share share) {
        return CreateShareReply.newBuilder().setNumber(share.number()).build();
    }

    @Override
    public Status dropShare(RpcController controller, DropShareRequest request) {
        return answer(
                () -> {
                    if (shares.isDropped(request.getNumber())) {
                        return journal.written().thenApply(unused -> Status.getDefaultInstance());
                    }
                    shares.get(request.getNumber(), request.getClient());
                    return drop(request);
                },
                ClientCalls::status);
    }

    private CompletableFuture<Status> drop(DropShareRequest request) {
        shares.drop(request.getNumber());
        return journal.write(JournalEntry.newBuilder().setShareDropped(request)).thenApply(unused -> {
            agents.dropShare(request.getNumber());
            return Status.getDefaultInstance();
        });
    }

    @Override
    public Status leave(RpcController controller, LeaveRequest request) {
        return answer(
                () -> {
                    watch.left(request.getClient());
                    return remove(request.getClient(), "its parent has ended");
                },
                ClientCalls::status);
    }

    /** Ends what is a client's, and nothing else; the answer comes when the journal has it. */
    CompletableFuture<Status> remove(int client, String why) {
        spawns.cancelAllOf(client, why);
        for (Share share : shares.of(client)) {
            var unused = drop(DropShareRequest.newBuilder()
                    .setNumber(share.number())
                    .setClient(client)
                    .build());
        }
        return journal.written().thenApply(unused -> Status.getDefaultInstance());
    }

    @Override
    public SpawnReply spawn(RpcController controller, SpawnRequest request) {
        return answer(
                () -> {
                    crew.requireMachineFor(
                            request.getTree(),
                            request.getLeavesList().stream()
                                    .map(leaf -> LeafPath.parse(leaf.getPath()).architecture())
                                    .collect(Collectors.toCollection(TreeSet::new)));
                    return spawns.open(request);
                },
                (code, message) ->
                        SpawnReply.newBuilder().setStatus(status(code, message)).build());
    }

    @Override
    public Status arguments(RpcController controller, ArgumentsRequest request) {
        return answer(() -> spawns.arguments(request), ClientCalls::status);
    }

    @Override
    public AwaitReply await(RpcController controller, AwaitRequest request) {
        return answer(
                () -> spawns.await(request),
                (code, message) -> AwaitReply.newBuilder()
                        .setEnded(true)
                        .setStatus(status(code, message))
                        .build());
    }

    @Override
    public Status cancel(RpcController controller, CancelRequest request) {
        return answer(
                () -> {
                    spawns.cancel(request.getSpawn(), "the parent cancelled it");
                    return CompletableFuture.completedFuture(Status.getDefaultInstance());
                },
                ClientCalls::status);
    }

    @Override
    public TaskReply task(RpcController controller, TaskRequest request) {
        return answer(
                () -> CompletableFuture.completedFuture(spawns.task(request)),
                (code, message) ->
                        TaskReply.newBuilder().setStatus(status(code, message)).build());
    }

    @Override
    public Status ping(RpcController controller, PingRequest request) {
        return answer(
                () -> {
                    watch.heard(request.getClient());
                    return CompletableFuture.completedFuture(Status.getDefaultInstance());
                },
                ClientCalls::status);
    }

    @Override
    public MachinesReply machines(RpcController controller, MachinesRequest request) {
        return answer(
                () -> CompletableFuture.completedFuture(crew.joined()),
                (code, message) -> MachinesReply.newBuilder()
                        .setStatus(status(code, message))
                        .build());
    }

    @Override
    public SharesReply shares(RpcController controller, SharesRequest request) {
        return look(
                () -> SharesSeen.list(shares),
                (code, message) -> SharesReply.newBuilder()
                        .setStatus(status(code, message))
                        .build());
    }

    @Override
    public ShareVersionReply shareVersion(RpcController controller, ShareVersionRequest request) {
        return look(
                () -> SharesSeen.version(shares, request.getNumber()),
                (code, message) -> ShareVersionReply.newBuilder()
                        .setStatus(status(code, message))
                        .build());
    }

    @Override
    public Status finish(RpcController controller, FinishRequest request) {
        return answer(
                () -> {
                    watch.finish(request.getSucceeded(), request.getDiagnostics());
                    return CompletableFuture.completedFuture(Status.getDefaultInstance());
                },
                ClientCalls::status);
    }

    /** Whoever only looks is no client, and keeps no application alive. What he is told is in the journal. */
    private <T extends Message> T look(Callable<T> work, BiFunction<ErrorCode, String, T> refusal) {
        return Deferred.answerWith(loop.call(() -> {
            try {
                T seen = work.call();
                return journal.written().thenApply(unused -> seen);
            } catch (HpvmException e) {
                return CompletableFuture.completedFuture(refusal.apply(e.code(), String.valueOf(e.getMessage())));
            }
        }));
    }

    private <T extends Message> T answer(
            Callable<CompletableFuture<T>> work, BiFunction<ErrorCode, String, T> refusal) {
        return Deferred.answerWith(loop.call(() -> {
            watch.heard();
            try {
                return work.call();
            } catch (HpvmException e) {
                return CompletableFuture.completedFuture(refusal.apply(e.code(), String.valueOf(e.getMessage())));
            }
        }));
    }

    private static Status status(ErrorCode code, String message) {
        return Status.newBuilder().setCode(code.status()).setMessage(message).build();
    }
}
