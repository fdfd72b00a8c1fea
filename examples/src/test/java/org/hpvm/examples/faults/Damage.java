package org.hpvm.examples.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;

/** Flips bytes of what an application keeps in HDFS. */
final class Damage {
    private Damage() {}

    /**
     * Puts other files in place of those that match a pattern below the application's directory, in which one byte is
     * another: HDFS finds nothing wrong with them.
     *
     * @param at counts from the beginning of each file
     * @return their names
     */
    static List<String> flipInFiles(Configuration configuration, String pattern, int at) throws IOException {
        List<String> names = new ArrayList<>();
        try (FileSystem files = FileSystem.newInstance(configuration)) {
            for (FileStatus file : files.globStatus(new org.apache.hadoop.fs.Path("/user/*/.hpvm/apps/*/" + pattern))) {
                byte[] bytes;
                // An open file's length is known only to who reads it.
                try (FSDataInputStream in = files.open(file.getPath())) {
                    bytes = in.readAllBytes();
                }
                bytes[at] ^= 0x10;
                files.delete(file.getPath(), false);
                try (FSDataOutputStream out = files.create(file.getPath())) {
                    out.write(bytes);
                }
                names.add(file.getPath().getName());
            }
        }
        assertThat(names).as("files %s", pattern).isNotEmpty();
        return names;
    }

    /** Flips a byte in each block that a DataNode has on its disk, behind its back. */
    static void flipOnDisk(Path directory) throws IOException {
        List<Path> blocks;
        try (Stream<Path> all = Files.walk(directory)) {
            blocks = all.filter(path -> path.getFileName().toString().matches("blk_[0-9]+"))
                    .toList();
        }
        assertThat(blocks).as("blocks in %s", directory).isNotEmpty();
        for (Path block : blocks) {
            byte[] bytes = Files.readAllBytes(block);
            if (bytes.length > 0) {
                bytes[bytes.length / 2] ^= 0x10;
                Files.write(block, bytes);
            }
        }
    }
}
