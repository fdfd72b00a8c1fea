package org.hpvm.yarn.command;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ByteRange;
import org.hpvm.yarn.client.Cluster;
import org.hpvm.yarn.stored.StoredShare;
import org.hpvm.yarn.stored.StoredShares;

/** {@code hpvm share export}: a share's bytes as a file of this machine, or of any file system that Hadoop knows. */
final class ShareExport {
    private static final String OVERWRITE = "overwrite";

    private ShareExport() {}

    static Command command() {
        return new Command(
                "export",
                "NAME FILE " + ShareGroup.FROM,
                "writes what a share holds to a file: bytes in the order of its program",
                List.of(CommonOptions.setting(), CommonOptions.flag(OVERWRITE, "replace the file, if there is one")),
                "hpvm share export output output.bin application_1700000000000_0001",
                ShareExport::run);
    }

    private static int run(Invocation invocation) throws IOException, InterruptedException {
        invocation.requireOperands(2, 3);
        return ShareGroup.with(invocation, 2, (shares, cluster) -> export(invocation, shares, cluster));
    }

    private static void export(Invocation invocation, StoredShares shares, Cluster cluster) throws IOException {
        StoredShare share = shares.find(invocation.path(), ShareGroup.name(invocation));
        Path target = FileArgument.path(invocation.operands().get(1));
        String doing = invocation.path() + ' ' + share.name() + " to "
                + invocation.operands().get(1);
        FileSystem files = target.getFileSystem(cluster.configuration());
        boolean isThere = files.exists(target);
        if (isThere
                && (!invocation.has(OVERWRITE) || files.getFileStatus(target).isDirectory())) {
            throw new HpvmException(
                    ErrorCode.EXISTS,
                    doing + ": that is there already; name another file, or replace a file with --" + OVERWRITE);
        }
        if (!files.exists(target.getParent())) {
            throw new HpvmException(ErrorCode.INVALID, doing + ": there is no directory " + target.getParent());
        }
        Path aside = new Path(target.getParent(), "_tmp-" + UUID.randomUUID());
        try {
            try (OutputStream out = files.create(aside, false);
                    ShareReaders readers = new ShareReaders()) {
                readers.copy(
                        shares,
                        share,
                        new ByteRange(0, share.bytes()),
                        doing,
                        invocation.console(),
                        (position, bytes) -> {
                            out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
                            return true;
                        });
            }
            if (isThere) {
                files.delete(target, false);
            }
            if (!files.rename(aside, target)) {
                throw new HpvmException(ErrorCode.EXISTS, doing + ": somebody else has made it meanwhile");
            }
        } finally {
            files.delete(aside, false);
        }
    }
}
