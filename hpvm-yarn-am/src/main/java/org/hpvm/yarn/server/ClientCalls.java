package org.hpvm.yarn.server;

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
import org.hpvm.proto.client.MachinesReply;
import org.hpvm.proto.client.MachinesRequest;
import org.hpvm.proto.client.OpenReply;
import org.hpvm.proto.client.OpenRequest;
import org.hpvm.proto.client.PingRequest;
import org.hpvm.proto.client.SpawnReply;
import org.hpvm.proto.client.SpawnRequest;
import org.hpvm.proto.client.Status;
import org.hpvm.proto.client.TaskReply;
import org.hpvm.proto.client.TaskRequest;
import org.hpvm.proto.journal.JournalEntry;
import org.hpvm.proto.journal.ShareCreated;
import org.hpvm.proto.share.ShareMessage;
import org.hpvm.yarn.loop.ServerJournal;
import org.hpvm.yarn.loop.ServerLoop;
import org.hpvm.yarn.protocol.ClientProtocol;
import org.hpvm.yarn.shares.ShareTable;
import org.hpvm.yarn.spawn.Spawns;

/** Takes the gateway's calls to the server's loop; refusals come back as a status, with a sentence for the user. */
final class ClientCalls implements ClientProtocol {
    /** Numbers of gateways as writers of segments begin here, those of agents at 1. */
    private static final int FIRST_GATEWAY = 1 << 30;

    private final ServerLoop loop;
    private final ServerJournal journal;
    private final ShareTable shares;
    private final Spawns spawns;
    private final Crew crew;
    private final ClientWatch watch;
    private final long epoch;
    private int gateways;

    ClientCalls(
            ServerLoop loop,
            ServerJournal journal,
            ShareTable shares,
            Spawns spawns,
            Crew crew,
            ClientWatch watch,
            long epoch) {
        this.loop = loop;
        this.journal = journal;
        this.shares = shares;
        this.spawns = spawns;
        this.crew = crew;
        this.watch = watch;
        this.epoch = epoch;
    }

    @Override
    public OpenReply open(RpcController controller, OpenRequest request) {
        return answer(
                () -> CompletableFuture.completedFuture(OpenReply.newBuilder()
                        .setWriter(FIRST_GATEWAY + gateways++)
                        .setEpoch(epoch)
                        .build()),
                (code, message) -> OpenReply.getDefaultInstance());
    }

    @Override
    public CreateShareReply createShare(RpcController controller, CreateShareRequest request) {
        return answer(
                () -> {
                    ShareMessage planned = shares.plan(request);
                    return journal.write(JournalEntry.newBuilder()
                                    .setShareCreated(ShareCreated.newBuilder().setShare(planned)))
                            .thenApply(unused -> {
                                shares.add(planned);
                                return CreateShareReply.newBuilder()
                                        .setNumber(planned.getNumber())
                                        .build();
                            });
                },
                (code, message) -> CreateShareReply.newBuilder()
                        .setStatus(status(code, message))
                        .build());
    }

    @Override
    public Status dropShare(RpcController controller, DropShareRequest request) {
        return answer(
                () -> {
                    shares.get(request.getNumber());
                    return journal.write(JournalEntry.newBuilder().setShareDropped(request))
                            .thenApply(unused -> {
                                shares.drop(request.getNumber());
                                return Status.getDefaultInstance();
                            });
                },
                ClientCalls::status);
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
        return answer(() -> CompletableFuture.completedFuture(Status.getDefaultInstance()), ClientCalls::status);
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
    public Status finish(RpcController controller, FinishRequest request) {
        return answer(
                () -> {
                    watch.finish(request.getSucceeded(), request.getDiagnostics());
                    return CompletableFuture.completedFuture(Status.getDefaultInstance());
                },
                ClientCalls::status);
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
