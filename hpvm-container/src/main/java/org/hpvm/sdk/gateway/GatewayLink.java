package org.hpvm.sdk.gateway;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import org.hpvm.container.wire.Frame;
import org.hpvm.container.wire.FrameReader;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.sdk.gateway.GatewayMessage.Reply;
import org.hpvm.sdk.gateway.GatewayMessage.Welcome;

/**
 * The connection of a parent with its gateway. Any thread may send, one at a time receives; closing it from another
 * ends what the one does.
 */
public final class GatewayLink implements Closeable {
    private static final int VERSION = 1;

    private final SocketChannel socket;
    private final FrameReader reader;

    private GatewayLink(SocketChannel socket) {
        this.socket = socket;
        this.reader = new FrameReader(socket);
    }

    /**
     * Connects and says hello.
     *
     * @param program what runs, as people call it
     * @throws HpvmException with {@code GATEWAY} if no gateway answers there
     */
    public static GatewayLink connect(Path path, String program) throws HpvmException {
        try {
            SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
            GatewayLink link = new GatewayLink(socket);
            try {
                socket.connect(UnixDomainSocketAddress.of(path));
                link.greet(program);
                return link;
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        } catch (IOException e) {
            throw HpvmException.of(e, ErrorCode.GATEWAY, "connect to the gateway at " + path);
        }
    }

    private void greet(String program) throws HpvmException {
        send(ParentFrames.hello(ProcessHandle.current().pid(), program));
        GatewayMessage answer = receive();
        if (answer instanceof Reply refusal) {
            throw failure(refusal.status(), refusal.message());
        }
        if (!(answer instanceof Welcome welcome) || welcome.version() != VERSION) {
            throw new HpvmException(ErrorCode.GATEWAY, "greet the gateway: found " + answer + ", expected version 1");
        }
    }

    /**
     * Sends a frame.
     *
     * @throws HpvmException with {@code GATEWAY} if the link is lost
     */
    public synchronized void send(ByteBuffer frame) throws HpvmException {
        try {
            ByteBuffer left = frame.duplicate();
            while (left.hasRemaining()) {
                socket.write(left);
            }
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /**
     * Waits for what the gateway says next.
     *
     * @throws HpvmException with {@code GATEWAY} if the link is lost, or the gateway does not speak the protocol
     */
    public GatewayMessage receive() throws HpvmException {
        try {
            Optional<Frame> frame = reader.read();
            if (frame.isPresent()) {
                return GatewayMessage.read(frame.get());
            }
        } catch (IOException e) {
            throw lost(e);
        }
        throw new HpvmException(ErrorCode.GATEWAY, "wait for the gateway: it has gone");
    }

    private static HpvmException lost(IOException cause) {
        return HpvmException.of(cause, ErrorCode.GATEWAY, "talk to the gateway");
    }

    /**
     * Sends a request and waits for its reply.
     *
     * @return the path in the reply, empty for most
     * @throws HpvmException with what the gateway found
     */
    public String request(ByteBuffer frame) throws HpvmException {
        send(frame);
        GatewayMessage answer = receive();
        if (!(answer instanceof Reply reply)) {
            throw new HpvmException(ErrorCode.GATEWAY, "wait for a reply of the gateway: found " + answer);
        }
        if (reply.status() != 0) {
            throw failure(reply.status(), reply.message());
        }
        return reply.path();
    }

    /** The failure that the gateway told; it is told in turn that the program learns of it. */
    public HpvmException failure(int status, String message) throws HpvmException {
        send(ParentFrames.errorSeen());
        return new HpvmException(ErrorCode.ofStatus(status), message);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
