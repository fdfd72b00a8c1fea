package org.hpvm.yarn.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.hpvm.dfs.kept.KeptShares;
import org.hpvm.dfs.kept.Progress;
import org.hpvm.dfs.share.ByteSource;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ElementType;
import org.hpvm.model.ShareName;
import org.hpvm.settings.Nearest;
import org.hpvm.yarn.client.Cluster;
import org.hpvm.yarn.parent.SignalGuard;
import org.hpvm.yarn.settings.HpvmSettings;

/** {@code hpvm share import}: makes a kept share out of a file. */
final class ShareImport {
    private static final String TYPE = "type";
    private static final String ORDER = "order";
    private static final List<String> ORDERS = List.of("little", "big");

    private ShareImport() {}

    static Command command() {
        return new Command(
                "import",
                "FILE NAME DIRECTORY",
                "copies a file into a directory of kept shares",
                List.of(
                        CommonOptions.setting(),
                        CommonOptions.valued(TYPE, "TYPE", "of its elements, such as float64; default bytes"),
                        CommonOptions.valued(
                                ORDER, "little|big", "of its elements' bytes; default that of this machine")),
                "hpvm share import --type float64 field.bin field inputs",
                invocation -> SignalGuard.run(() -> run(invocation)));
    }

    private static int run(Invocation invocation) throws IOException {
        invocation.requireOperands(3);
        String source = invocation.operands().get(0);
        String doing = invocation.path() + ' ' + source;
        ShareName name = name(doing, invocation.operands().get(1));
        ElementType type = type(doing, invocation.value(TYPE).orElse("bytes"));
        ByteOrder order = order(doing, invocation);
        Configuration configuration = invocation.configuration();
        try (Cluster cluster = Cluster.connect(configuration, HpvmSettings.read(configuration))) {
            Path path = FileArgument.path(source);
            FileSystem files = path.getFileSystem(configuration);
            if (!files.exists(path) || !files.getFileStatus(path).isFile()) {
                throw new HpvmException(ErrorCode.INVALID, doing + ": there is no such file");
            }
            FileStatus status = files.getFileStatus(path);
            if (status.getLen() == 0 || status.getLen() % type.width() != 0) {
                throw new HpvmException(
                        ErrorCode.INVALID,
                        doing + ": its " + status.getLen() + " bytes are no whole number of elements of " + type.width()
                                + " bytes, 1 or more");
            }
            KeptShares target = new KeptShares(cluster.files(), directory(doing, invocation, cluster));
            if (target.find(name).isPresent() || cluster.files().exists(target.file(name))) {
                throw new HpvmException(
                        ErrorCode.EXISTS, doing + ": " + target.directory() + " has a share " + name + " already");
            }
            cluster.files().mkdirs(target.directory());
            Progress progress = new Progress(
                    doing, status.getLen(), line -> invocation.console().err().println("hpvm: " + line));
            try (InputStream in = files.open(path)) {
                target.keep(
                        new KeptShares.Subject(name, type, status.getLen(), order, 0),
                        progress.watching(ByteSource.of(in)));
            }
            return ExitStatus.OK.number();
        }
    }

    private static Path directory(String doing, Invocation invocation, Cluster cluster) throws HpvmException {
        String text = invocation.operands().get(2);
        try {
            return cluster.files().makeQualified(new Path(cluster.files().getHomeDirectory(), text));
        } catch (IllegalArgumentException e) {
            throw new HpvmException(
                    ErrorCode.INVALID, doing + " into " + text + ": that names no directory of HDFS", e);
        }
    }

    private static ShareName name(String doing, String text) throws HpvmException {
        try {
            return new ShareName(text);
        } catch (IllegalArgumentException e) {
            throw new HpvmException(ErrorCode.INVALID, doing + ": " + e.getMessage(), e);
        }
    }

    private static ElementType type(String doing, String text) throws HpvmException {
        List<String> known = Arrays.stream(ElementType.values())
                .map(type -> type.name().toLowerCase(Locale.ROOT))
                .toList();
        if (!known.contains(text)) {
            throw new HpvmException(
                    ErrorCode.INVALID,
                    doing + ": --" + TYPE + ' ' + text + ": there is no such type; did you mean "
                            + Nearest.to(text, known) + "?");
        }
        return ElementType.valueOf(text.toUpperCase(Locale.ROOT));
    }

    private static ByteOrder order(String doing, Invocation invocation) throws HpvmException {
        String text =
                invocation.value(ORDER).orElse(ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? "big" : "little");
        if (!ORDERS.contains(text)) {
            throw new HpvmException(
                    ErrorCode.INVALID,
                    doing + ": --" + ORDER + ' ' + text + ": there is no such order; did you mean "
                            + Nearest.to(text, ORDERS) + "?");
        }
        return text.equals("big") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }
}
