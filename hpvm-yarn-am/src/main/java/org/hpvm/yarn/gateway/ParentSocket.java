package org.hpvm.yarn.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.hpvm.container.wire.Frame;
import org.hpvm.container.wire.FrameException;
import org.hpvm.container.wire.FrameReader;

/** The link to a parent. Any thread may send; one reads. */
final class ParentSocket implements AutoCloseable {
    private final SocketChannel socket;
    private final FrameReader reader;

    ParentSocket(SocketChannel socket) {
        this.socket = socket;
        this.reader = new FrameReader(socket);
    }

    /** The next frame, valid until the next call; empty once the parent has closed its side. */
    Optional<Frame> read() throws IOException {
        return reader.read();
    }

    /** @throws FrameException if the parent has closed its side: there is nobody who could be told of a failure */
    synchronized void send(ByteBuffer frame) throws FrameException {
        try {
            while (frame.hasRemaining()) {
                socket.write(frame);
            }
        } catch (IOException e) {
            throw new FrameException("send to the parent: " + e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
