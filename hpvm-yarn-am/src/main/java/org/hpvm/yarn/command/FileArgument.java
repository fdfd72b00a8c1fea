package org.hpvm.yarn.command;

import org.apache.hadoop.fs.Path;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;

/** A file as a user names it: of this machine, or with a scheme, such as {@code hdfs:}, of another file system. */
final class FileArgument {
    private FileArgument() {}

    static Path path(String text) throws HpvmException {
        try {
            return text.matches("[a-z][a-z0-9+.-]+:.*")
                    ? new Path(text)
                    : new Path(java.nio.file.Path.of(text).toAbsolutePath().toUri());
        } catch (IllegalArgumentException e) {
            throw new HpvmException(ErrorCode.INVALID, "find file " + text + ": no file can have that name", e);
        }
    }
}
