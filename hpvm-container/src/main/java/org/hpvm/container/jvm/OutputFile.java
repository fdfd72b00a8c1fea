package org.hpvm.container.jvm;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/** The file behind descriptor 2, to which everything goes that a kernel prints, by whatever means. */
final class OutputFile {
    private final PrintStream stream;
    private final FileChannel file;

    private OutputFile(PrintStream stream, FileChannel file) {
        this.stream = stream;
        this.file = file;
    }

    static OutputFile ofStandardError() {
        FileOutputStream descriptor = new FileOutputStream(FileDescriptor.err);
        // Flushes after each print: a worker that is killed must not take its last words with it.
        PrintStream stream = new PrintStream(new BufferedOutputStream(descriptor), true, StandardCharsets.UTF_8);
        return new OutputFile(stream, descriptor.getChannel());
    }

    PrintStream stream() {
        return stream;
    }

    /** How many bytes were printed; 0 for ever where descriptor 2 is no file. */
    long bytes() throws IOException {
        stream.flush();
        return file.size();
    }
}
