package org.hpvm.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.hpvm.container.wire.Frame;
import org.hpvm.container.wire.FrameBuilder;
import org.hpvm.container.wire.FrameReader;
import org.hpvm.model.ByteRange;

/** A gateway that does what its script says, on a thread of its own, over a real socket. */
final class ScriptedGateway implements AutoCloseable {
    private final Path directory;
    private final ServerSocketChannel server;
    private final CompletableFuture<Void> played = new CompletableFuture<>();
    private final Map<String, Path> shadows = new TreeMap<>();

    /** What the gateway does once a parent has been welcomed. */
    interface Script {
        void play(ScriptedGateway gateway, Peer parent) throws IOException;
    }

    /** The frames to and from the parent. */
    record Peer(SocketChannel socket, FrameReader reader) {
        Frame expect(int type) throws IOException {
            Frame frame = reader.read().orElseThrow(() -> new IOException("the parent has gone"));
            assertThat(frame.type()).isEqualTo(type);
            return frame;
        }

        void expectEnd() throws IOException {
            assertThat(reader.read()).isEmpty();
        }

        void send(FrameBuilder frame) throws IOException {
            ByteBuffer bytes = frame.build();
            while (bytes.hasRemaining()) {
                socket.write(bytes);
            }
        }

        void reply(int status, String message) throws IOException {
            send(new FrameBuilder(102).i32(status).string(message).string(""));
        }

        void wantArguments(long first, int count) throws IOException {
            send(new FrameBuilder(103).i64(first).i32(count));
        }

        void merged(String name, ByteRange range) throws IOException {
            send(new FrameBuilder(104).string(name).i32(1).i64(range.start()).i64(range.end()));
        }

        void progress(long done) throws IOException {
            send(new FrameBuilder(106).i64(done));
        }

        void taskStatus(int state, String machine) throws IOException {
            send(new FrameBuilder(107)
                    .i32(0)
                    .string("")
                    .u8(state)
                    .i32(1)
                    .string(machine)
                    .string("any/jvm/generic")
                    .string("it fell"));
        }

        void spawnDone(int status, String message) throws IOException {
            send(new FrameBuilder(105).i32(status).string(message));
        }
    }

    /** What CHANGED says. */
    record Changed(String name, List<ByteRange> written, List<ByteRange> cleared) {}

    private ScriptedGateway(Path directory, ServerSocketChannel server) {
        this.directory = directory;
        this.server = server;
    }

    static ScriptedGateway play(Path directory, Script script) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(directory.resolve("socket")));
        ScriptedGateway gateway = new ScriptedGateway(directory, server);
        Thread thread = new Thread(() -> gateway.run(script), "scripted-gateway");
        thread.setDaemon(true);
        thread.start();
        return gateway;
    }

    private void run(Script script) {
        try (SocketChannel socket = server.accept()) {
            Peer parent = new Peer(socket, new FrameReader(socket));
            Frame hello = parent.expect(1);
            assertThat(hello.i32()).isEqualTo(0x4D565048);
            assertThat(hello.u16()).isEqualTo(1);
            hello.bytes(4);
            assertThat(hello.i64()).isEqualTo(ProcessHandle.current().pid());
            assertThat(hello.string()).startsWith("hpvm-java");
            hello.string();
            hello.end();
            parent.send(new FrameBuilder(101).u16(1).string("scripted"));
            script.play(this, parent);
            played.complete(null);
        } catch (Throwable e) {
            played.completeExceptionally(e);
        }
    }

    HpvmSession session() throws IOException {
        return HpvmSession.open(
                Map.of("HPVM_GATEWAY", directory.resolve("socket").toString()));
    }

    /** Answers SHARE with a shadow, whose name goes once it is mapped. */
    void giveShadow(Peer parent, String name, int type, long size) throws IOException {
        Frame share = parent.expect(2);
        assertThat(share.string()).isEqualTo(name);
        assertThat(share.u8()).isEqualTo(type);
        assertThat(share.i64()).isEqualTo(size);
        assertThat(share.u8()).isBetween(1, 2);
        share.end();
        Path shadow = directory.resolve("shadow-" + name);
        try (FileChannel file = FileChannel.open(shadow, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(1), size - 1);
        }
        parent.send(new FrameBuilder(102).i32(0).string("").string(shadow.toString()));
        assertThat(parent.expect(3).string()).isEqualTo(name);
        Files.createLink(directory.resolve("kept-" + name), shadow); // a gateway would hold the open file
        Files.delete(shadow);
        shadows.put(name, directory.resolve("kept-" + name));
    }

    byte[] shadow(String name) throws IOException {
        return Files.readAllBytes(shadows.get(name));
    }

    void writeShadow(String name, int position, byte... bytes) throws IOException {
        try (FileChannel file = FileChannel.open(shadows.get(name), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(bytes), position);
        }
    }

    static Changed changed(Peer parent) throws IOException {
        Frame frame = parent.expect(5);
        Changed changed = new Changed(frame.string(), ranges(frame), ranges(frame));
        frame.end();
        return changed;
    }

    private static List<ByteRange> ranges(Frame frame) throws IOException {
        List<ByteRange> ranges = new ArrayList<>();
        for (int left = frame.count(); left > 0; left--) {
            ranges.add(new ByteRange(frame.i64(), frame.i64()));
        }
        return ranges;
    }

    /** Waits for SPAWN and checks it. */
    static void expectSpawn(Peer parent, String tree, long tasks) throws IOException {
        Frame spawn = parent.expect(6);
        assertThat(spawn.string()).isEqualTo(tree);
        assertThat(spawn.string()).isEqualTo(Path.of("").toAbsolutePath().toString());
        assertThat(spawn.i64()).isEqualTo(tasks);
        for (int left = spawn.count(); left > 0; left--) {
            spawn.string();
            spawn.string();
        }
        spawn.end();
    }

    /** Says how the script went: what it did not find fails the test. */
    void awaitEnd() throws Exception {
        played.get(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
