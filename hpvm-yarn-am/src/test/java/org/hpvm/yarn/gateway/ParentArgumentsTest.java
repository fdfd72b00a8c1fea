package org.hpvm.yarn.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.hpvm.container.wire.Frame;
import org.hpvm.container.wire.FrameException;
import org.hpvm.container.wire.FrameReader;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.proto.client.ArgumentChunk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ParentArgumentsTest {
    private static final int TASKS = 5000;

    @TempDir
    Path directory;

    private ParentSocket socket;
    private SocketChannel parent;
    private ParentArguments arguments;

    @BeforeEach
    void connect() throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("socket"));
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(address);
            parent = SocketChannel.open(address);
            socket = new ParentSocket(server.accept());
        }
        arguments = new ParentArguments(socket, TASKS);
    }

    @AfterEach
    void disconnect() throws IOException {
        parent.close();
        socket.close();
    }

    @Test
    void asksTheParentAndGivesItsAnswer() throws Exception {
        CompletableFuture<ArgumentChunk> asked = ask(4096);

        Frame wanted = hear();
        assertThat(wanted.type()).isEqualTo(103);
        assertThat(wanted.i64()).isEqualTo(4096);
        assertThat(wanted.i32()).isEqualTo(TASKS - 4096);
        assertThat(asked).isNotDone();
        arguments.answer(chunk(4096, 7));

        assertThat(asked.get(10, TimeUnit.SECONDS)).isEqualTo(chunk(4096, 7));
    }

    @Test
    void takesNothingThatWasNotAskedFor() throws Exception {
        assertThatThrownBy(() -> arguments.answer(chunk(0, 1))).isInstanceOf(FrameException.class);

        var unused = ask(0);
        hear();

        assertThatThrownBy(() -> arguments.answer(chunk(1, 1))).isInstanceOf(FrameException.class);
        assertThatThrownBy(() -> arguments.answer(chunk(0, 0))).isInstanceOf(FrameException.class);
    }

    @Test
    void endsWhoeverWaitsAndWhoeverAsksLater() throws Exception {
        CompletableFuture<ArgumentChunk> asked = ask(0);
        hear();

        arguments.end(new HpvmException(ErrorCode.INVALID, "the callback refuses"));

        assertThatThrownBy(() -> asked.get(10, TimeUnit.SECONDS))
                .hasRootCauseInstanceOf(HpvmException.class)
                .hasRootCauseMessage("the callback refuses");
        assertThatThrownBy(() -> arguments.next(0)).hasMessage("the callback refuses");
    }

    private CompletableFuture<ArgumentChunk> ask(long first) {
        CompletableFuture<ArgumentChunk> asked = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        asked.complete(arguments.next(first));
                    } catch (IOException e) {
                        asked.completeExceptionally(e);
                    }
                },
                "asks");
        thread.setDaemon(true);
        thread.start();
        return asked;
    }

    private Frame hear() throws IOException {
        return new FrameReader(parent).read().orElseThrow();
    }

    private static ArgumentChunk chunk(long first, int count) {
        return ArgumentChunk.newBuilder().setFirst(first).setCount(count).build();
    }
}
