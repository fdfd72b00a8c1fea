package org.hpvm.yarn.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.thirdparty.protobuf.UnsafeByteOperations;
import org.hpvm.container.kernel.KernelTree;
import org.hpvm.container.wire.Frame;
import org.hpvm.container.wire.FrameException;
import org.hpvm.container.wire.FrameReader;
import org.hpvm.dfs.share.Extent;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.proto.client.ArgumentChunk;
import org.hpvm.proto.client.AwaitReply;
import org.hpvm.proto.client.SpawnRequest;
import org.hpvm.yarn.launch.Version;

/** Serves one parent program over its socket, call by call. Owned by the thread that serves it. */
final class ParentSession implements AutoCloseable {
    private static final int MAGIC = 0x4D565048;
    private static final String NAME = "hpvm " + Version.text();
    private static final int ARGUMENTS_A_TIME = 4096;
    private static final int EXTENTS_A_FRAME = 1 << 20;

    private final SocketChannel socket;
    private final FrameReader reader;
    private final GatewayServices services;
    private final ShareBook shares;
    private final UnseenFailure unseen;
    private int byteOrder;
    private int longBytes;
    private String program = "";

    ParentSession(SocketChannel socket, GatewayServices services, UnseenFailure unseen) {
        this.socket = socket;
        this.reader = new FrameReader(socket);
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
        Optional<Frame> frame = reader.read();
        while (frame.isPresent()) {
            serve(frame.get());
            frame = reader.read();
        }
    }

    private void serve(Frame frame) throws IOException, InterruptedException {
        switch (frame.type()) {
            case ParentFrames.HELLO -> hello(frame);
            case ParentFrames.SHARE -> share(frame);
            case ParentFrames.SHARE_MAPPED -> frame.string(); // a shadow has no name that could go
            case ParentFrames.UNSHARE -> unshare(frame);
            case ParentFrames.CHANGED -> changed(frame);
            case ParentFrames.SPAWN -> spawn(frame);
            case ParentFrames.FAILED -> failed(frame);
            case ParentFrames.ERROR_SEEN -> unseen.clear();
            default -> throw new FrameException("a frame of type " + frame.type() + " from the parent");
        }
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
        try {
            send(ParentFrames.reply(
                    shares.share(name, type, size).shadow().path().toString()));
        } catch (HpvmException e) {
            unseen.note(e);
            send(ParentFrames.refusal(e));
        }
    }

    private void unshare(Frame frame) throws IOException, InterruptedException {
        String name = frame.string();
        try {
            services.drop(shares.unshare(name));
            send(ParentFrames.reply(""));
        } catch (HpvmException e) {
            unseen.note(e);
            send(ParentFrames.refusal(e));
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

    private void failed(Frame frame) throws FrameException {
        ErrorCode code = ErrorCode.ofStatus(frame.i32());
        String call = frame.string();
        unseen.note(new HpvmException(code, call + ": " + frame.string()));
    }

    private void spawn(Frame frame) throws IOException, InterruptedException {
        String tree = frame.string();
        String directory = frame.string();
        long tasks = frame.i64();
        int count = frame.count();
        Map<String, String> options = new LinkedHashMap<>();
        for (int index = 0; index < count; index++) {
            options.put(frame.string(), frame.string());
        }
        try {
            spawn(tree, directory, tasks, options);
            send(ParentFrames.spawnDone());
        } catch (HpvmException e) {
            unseen.note(e);
            send(ParentFrames.spawnFailed(e));
        }
    }

    private void spawn(String tree, String directory, long tasks, Map<String, String> options)
            throws IOException, InterruptedException {
        if (tasks < 1) {
            throw new HpvmException(ErrorCode.INVALID, "spawn " + tasks + " tasks: 1 is the least");
        }
        KernelTree kernels = services.trees().get(tree, directory, program);
        SpawnRequest.Builder request = SpawnCall.request(
                        kernels, tasks, services.limits().with(options))
                .setByteOrder(byteOrder)
                .setLongBytes(longBytes);
        SharePublisher publisher = services.publisher();
        for (LocalShare share : shares.all()) {
            request.addUpdates(publisher.publish(share));
            request.addShares(share.number());
        }
        SpawnCall call = services.call();
        AwaitReply reply = call.run(request, first -> arguments(first, tasks));
        shares.all().forEach(LocalShare::published);
        call.fetch(reply, shares, this::merged);
        services.ran(tasks, reply.getUsesList());
    }

    private void merged(LocalShare share, List<Extent> extents) throws IOException {
        for (int from = 0; from < extents.size(); from += EXTENTS_A_FRAME) {
            send(ParentFrames.merged(
                    share.name().text(), extents.subList(from, Math.min(extents.size(), from + EXTENTS_A_FRAME))));
        }
    }

    private ArgumentChunk arguments(long first, long tasks) throws IOException {
        send(ParentFrames.argumentsWanted(first, (int) Math.min(ARGUMENTS_A_TIME, tasks - first)));
        Frame frame = reader.read().orElseThrow(() -> new FrameException("the parent ended in the middle of a spawn"));
        if (frame.type() == ParentFrames.FAILED) {
            ErrorCode code = ErrorCode.ofStatus(frame.i32());
            String call = frame.string();
            throw new HpvmException(code, call + ": " + frame.string());
        }
        if (frame.type() != ParentFrames.ARGUMENTS || frame.i64() != first) {
            throw new FrameException("a frame of type " + frame.type() + " where arguments were awaited");
        }
        int count = frame.count();
        ArgumentChunk.Builder chunk = ArgumentChunk.newBuilder().setFirst(first).setCount(count);
        if (frame.u8() != 0) {
            List<Integer> sizes = new ArrayList<>(count);
            int bytes = 0;
            for (int index = 0; index < count; index++) {
                sizes.add(frame.count());
                bytes = Math.addExact(bytes, sizes.get(index));
            }
            byte[] blocks = new byte[bytes];
            frame.bytes(bytes).get(blocks);
            chunk.addAllSizes(sizes).setBlocks(UnsafeByteOperations.unsafeWrap(blocks));
        }
        return chunk.build();
    }

    private void send(ByteBuffer frame) throws IOException {
        while (frame.hasRemaining()) {
            socket.write(frame);
        }
    }

    @Override
    public void close() throws IOException {
        shares.close();
        socket.close();
    }
}
