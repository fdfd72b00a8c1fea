package org.hpvm.container.jvm;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * The pipes to the agent, taken away from where a kernel could reach them.
 *
 * @param input not interruptible: an interrupted kernel must not close the link
 */
record ProtocolStreams(ReadableByteChannel input, OutputStream output) {

    /**
     * Takes descriptors 0 and 1, and makes {@code System.in} empty and {@code System.out} the output file.
     *
     * <p>On Linux both pipes are opened once more and the descriptors closed, which for 0 to 2 the JDK does by putting
     * {@code /dev/null} there. So neither a process that a kernel starts nor the JVM itself, which prints its thread
     * dumps to descriptor 1, can reach the protocol. Elsewhere the descriptors stay, and only Java's streams are moved.
     */
    static ProtocolStreams take(OutputFile outputFile) throws IOException {
        InputStream input;
        OutputStream output;
        try {
            input = new FileInputStream("/proc/self/fd/0");
            output = new FileOutputStream("/proc/self/fd/1");
            new FileInputStream(FileDescriptor.in).close();
            new FileOutputStream(FileDescriptor.out).close();
        } catch (IOException e) {
            input = new FileInputStream(FileDescriptor.in);
            output = new FileOutputStream(FileDescriptor.out);
        }
        System.setIn(InputStream.nullInputStream());
        System.setOut(outputFile.stream());
        System.setErr(outputFile.stream());
        return new ProtocolStreams(new PipeChannel(input), output);
    }

    /** Reads a pipe into buffers that have an array. */
    private record PipeChannel(InputStream stream) implements ReadableByteChannel {
        @Override
        public int read(ByteBuffer target) throws IOException {
            int read = stream.read(target.array(), target.arrayOffset() + target.position(), target.remaining());
            if (read > 0) {
                target.position(target.position() + read);
            }
            return read;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
