package org.hpvm.yarn.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hpvm.container.kernel.KernelTree;
import org.hpvm.container.wire.Frame;
import org.hpvm.container.wire.FrameException;
import org.hpvm.container.worker.ByteOrders;
import org.hpvm.dfs.file.HdfsPatience;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ByteRange;
import org.hpvm.proto.client.AwaitReply;
import org.hpvm.proto.client.ShareUpdate;
import org.hpvm.proto.client.SpawnRequest;
import org.hpvm.yarn.launch.Version;
import org.hpvm.yarn.settings.SpawnWishes;

/** Serves one parent program over its socket, call by call. Owned by the thread that serves it. */
final class ParentSession implements AutoCloseable {
    private static final int MAGIC = 0x4D565048;
    private static final String NAME = "hpvm " + Version.text();
    private static final int RANGES_A_FRAME = 1 << 20;

    private final ParentSocket socket;
    private final GatewayServices services;
    private final ShareBook shares;
    private final UnseenFailure unseen;
    private int byteOrder;
    private int longBytes;
    private String program = "";
    private Optional<RunningSpawn> spawn = Optional.empty();

    ParentSession(SocketChannel socket, GatewayServices services, UnseenFailure unseen) {
        this.socket = new ParentSocket(socket);
        this.services = services;
        this.shares = new ShareBook(services.shadows());
        this.unseen = unseen;
    }

    /** What the parent shares. */
    List<LocalShare> shares() {
        return shares.all();
    }

    /** Serves until the parent closes its side. */
    void serve() throws IOException, InterruptedException {
        Optional<Frame> frame = socket.read();
        while (frame.isPresent()) {
            serve(frame.get());
            frame = socket.read();
        }
    }

    private void serve(Frame frame) throws IOException, InterruptedException {
        switch (frame.type()) {
            case ParentFrames.ERROR_SEEN -> unseen.clear();
            case ParentFrames.ARGUMENTS -> underWay("arguments").arguments().answer(ParentFrames.arguments(frame));
            case ParentFrames.CANCEL -> {
                if (spawn.isPresent()) {
                    spawn.get().cancel();
                }
            }
            case ParentFrames.TASK -> task(frame.i64());
            case ParentFrames.FAILED -> failed(frame);
            default -> serveAlone(frame);
        }
    }

    /** What has no place in a spawn. */
    private void serveAlone(Frame frame) throws IOException, InterruptedException {
        if (spawn.isPresent()) {
            if (!spawn.get().isOver()) {
                throw new FrameException("a frame of type " + frame.type() + " while a spawn is under way");
            }
            spawn.get().join();
        }
        switch (frame.type()) {
            case ParentFrames.HELLO -> hello(frame);
            case ParentFrames.SHARE -> share(frame);
            case ParentFrames.SHARE_MAPPED -> frame.string(); // a shadow has no name that could go
            case ParentFrames.UNSHARE -> unshare(frame);
            case ParentFrames.CHANGED -> changed(frame);
            case ParentFrames.SPAWN -> spawn(frame);
            default -> throw new FrameException("a frame of type " + frame.type() + " from the parent");
        }
    }

    private RunningSpawn underWay(String what) throws FrameException {
        return spawn.filter(running -> !running.isOver())
                .orElseThrow(() -> new FrameException(what + " while no spawn is under way"));
    }

    private void hello(Frame frame) throws IOException {
        if (frame.i32() != MAGIC || frame.u16() != ParentFrames.VERSION) {
            throw new FrameException("a parent that does not speak version 1 of our protocol");
        }
        byteOrder = frame.u8();
        longBytes = frame.u8();
        frame.u8();
        frame.u8();
        frame.i64();
        frame.string();
        program = frame.string();
        send(ParentFrames.welcome(NAME));
    }

    private void share(Frame frame) throws IOException {
        String name = frame.string();
        int type = frame.u8();
        long size = frame.i64();
        boolean isShadow = frame.remaining() > 0 && frame.u8() == ParentFrames.MEMORY_SHADOW;
        try {
            send(ParentFrames.reply(
                    made(name, type, size, isShadow).shadow().path().toString()));
        } catch (HpvmException e) {
            unseen.note(e);
            send(ParentFrames.refusal(e));
        }
    }

    private LocalShare made(String name, int type, long size, boolean isShadow) throws IOException {
        LocalShare share = shares.share(name, type, size);
        Optional<GivenShares> given = services.given();
        if (given.isPresent()) {
            try {
                given.get().fill(share, isShadow, ByteOrders.ofNumber(byteOrder));
            } catch (IOException e) {
                shares.unshare(name);
                throw HpvmException.of(e, ErrorCode.UNAVAILABLE, "fill share " + name + " with what was kept");
            }
        }
        return share;
    }

    private void unshare(Frame frame) throws IOException, InterruptedException {
        String name = frame.string();
        try {
            keep(shares.get(name));
            services.drop(shares.unshare(name));
            send(ParentFrames.reply(""));
        } catch (HpvmException e) {
            unseen.note(e);
            send(ParentFrames.refusal(e));
        }
    }

    /** The parent has ended: what it shared until then is kept, if it is to be. */
    void keepShares() throws IOException, InterruptedException {
        if (services.keeper().isPresent()) {
            abandonSpawn();
            for (LocalShare share : shares.all()) {
                keep(share);
            }
        }
    }

    private void keep(LocalShare share) throws FrameException {
        Optional<ShareKeeper> keeper = services.keeper();
        if (keeper.isPresent() && share.number() != 0) {
            keeper.get().keep(share, ByteOrders.ofNumber(byteOrder));
        }
    }

    private void changed(Frame frame) throws IOException {
        LocalShare share = shares.get(frame.string());
        int written = frame.count();
        for (int index = 0; index < written; index++) {
            share.written(frame.i64(), frame.i64());
        }
        int cleared = frame.count();
        for (int index = 0; index < cleared; index++) {
            share.cleared(frame.i64(), frame.i64());
        }
    }

    /** A call that the library has refused; the call spawn, within a spawn, is the program's callback. */
    private void failed(Frame frame) throws FrameException {
        ErrorCode code = ErrorCode.ofStatus(frame.i32());
        String call = frame.string();
        HpvmException failure = new HpvmException(code, call + ": " + frame.string());
        Optional<RunningSpawn> running = spawn.filter(last -> !last.isOver());
        if (running.isPresent() && call.equals("spawn")) {
            running.get().arguments().end(failure);
        } else {
            unseen.note(failure);
        }
    }

    private void task(long id) throws IOException {
        try {
            if (spawn.isEmpty()) {
                throw new HpvmException(
                        ErrorCode.INVALID, "tell the status of task " + id + ": this program has spawned nothing yet");
            }
            socket.send(ParentFrames.taskStatus(spawn.get().task(id)));
        } catch (HpvmException e) {
            unseen.note(e);
            socket.send(ParentFrames.noTaskStatus(e));
        }
    }

    private void spawn(Frame frame) throws IOException {
        String tree = frame.string();
        String directory = frame.string();
        long tasks = frame.i64();
        int count = frame.count();
        Map<String, String> options = new LinkedHashMap<>();
        for (int index = 0; index < count; index++) {
            options.put(frame.string(), frame.string());
        }
        RunningSpawn made = new RunningSpawn(
                socket, unseen, tasks, running -> spawn(running, new Wanted(tree, directory, tasks, options)));
        spawn = Optional.of(made);
        made.start();
    }

    private record Wanted(String tree, String directory, long tasks, Map<String, String> options) {}

    private void spawn(RunningSpawn running, Wanted wanted) throws IOException, InterruptedException {
        long tasks = wanted.tasks();
        if (tasks < 1) {
            throw new HpvmException(ErrorCode.INVALID, "spawn " + tasks + " tasks: 1 is the least");
        }
        KernelTree kernels = services.trees().get(wanted.tree(), wanted.directory(), program);
        SpawnRequest.Builder request = SpawnCall.request(
                        kernels, tasks, SpawnWishes.read(services.limits(), wanted.options()))
                .setWatchedLines(services.watchedLines())
                .setByteOrder(byteOrder)
                .setLongBytes(longBytes);
        SharePublisher publisher = services.publisher();
        request.setClient(services.client());
        for (LocalShare share : shares.all()) {
            request.addUpdates(publish(publisher, share));
            request.addShares(share.number());
        }
        SpawnCall call = running.calls(services.call(done -> socket.send(ParentFrames.progress(done))));
        AwaitReply reply = call.run(request, running.arguments());
        shares.all().forEach(LocalShare::published);
        services.result(ByteOrders.ofNumber(byteOrder)).fetch(reply, shares, this::merged);
        services.ran(tasks, reply.getUsesList());
    }

    private ShareUpdate publish(SharePublisher publisher, LocalShare share) throws HpvmException {
        ShareUpdate[] published = new ShareUpdate[1];
        try {
            HdfsPatience.USUAL.run(() -> published[0] = publisher.publish(share, byteOrder));
            return published[0];
        } catch (IOException e) {
            throw HpvmException.of(e, ErrorCode.UNAVAILABLE, "write share " + share.name() + " to HDFS");
        }
    }

    private void merged(LocalShare share, List<ByteRange> ranges) throws IOException {
        for (int from = 0; from < ranges.size(); from += RANGES_A_FRAME) {
            send(ParentFrames.merged(
                    share.name().text(), ranges.subList(from, Math.min(ranges.size(), from + RANGES_A_FRAME))));
        }
    }

    private void send(ByteBuffer frame) throws IOException {
        socket.send(frame);
    }

    private void abandonSpawn() throws IOException, InterruptedException {
        if (spawn.isPresent()) {
            spawn.get().abandon(new FrameException("the parent ended in the middle of a spawn"));
        }
    }

    @Override
    public void close() throws IOException {
        try (socket;
                shares) {
            abandonSpawn();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
