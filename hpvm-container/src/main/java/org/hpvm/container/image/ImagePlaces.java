package org.hpvm.container.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hpvm.container.memory.AnonymousFile;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ByteSize;

/**
 * Decides where the image of a share is kept: in the memory file system while it fits there, else on disk. Thread-safe.
 *
 * @param memory a directory in a memory file system, {@code /dev/shm}
 * @param memoryShare how much of the space that is free there one image may take, 0 to 1
 * @param disk a directory on disk, the container's own
 */
public record ImagePlaces(Path memory, double memoryShare, Path disk) {

    /**
     * Makes a file that may grow to a size.
     *
     * @throws HpvmException with {@link ErrorCode#NOMEMORY} and the figures, if it fits nowhere
     */
    public AnonymousFile create(String share, ByteSize size) throws IOException {
        ByteSize inMemory = new ByteSize((long) (memoryShare * usable(memory)));
        if (size.compareTo(inMemory) <= 0) {
            return AnonymousFile.create(memory);
        }
        ByteSize onDisk = new ByteSize(usable(disk));
        if (size.compareTo(onDisk) <= 0) {
            return AnonymousFile.create(disk);
        }
        throw new HpvmException(
                ErrorCode.NOMEMORY,
                "map share " + share + " of " + size + ": " + memory + " has room for " + inMemory + " and " + disk
                        + " for " + onDisk);
    }

    private static long usable(Path directory) throws IOException {
        return Files.isDirectory(directory) ? Files.getFileStore(directory).getUsableSpace() : 0;
    }
}
