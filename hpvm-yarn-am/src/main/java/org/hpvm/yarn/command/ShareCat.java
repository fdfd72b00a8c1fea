package org.hpvm.yarn.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Option;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ByteRange;
import org.hpvm.yarn.stored.StoredShare;
import org.hpvm.yarn.stored.StoredShares;

/** {@code hpvm share cat}: writes a share's bytes to the standard output, or its elements as text. */
final class ShareCat {
    private static final String TEXT = "text";
    private static final String ELEMENTS = "elements";

    private ShareCat() {}

    static Command command() {
        return new Command(
                "cat",
                "NAME " + ShareGroup.FROM,
                "writes what a share holds to the standard output: bytes in the order of its program",
                List.of(CommonOptions.setting(), text(), elements()),
                "hpvm share cat --text --elements 0:10 output results/monday",
                ShareCat::run);
    }

    private static Option text() {
        return CommonOptions.flag(TEXT, "write each element as a number, one a line");
    }

    private static Option elements() {
        return CommonOptions.valued(ELEMENTS, "FIRST:END", "only these elements, without END; default all");
    }

    private static int run(Invocation invocation) throws IOException, InterruptedException {
        invocation.requireOperands(1, 2);
        return ShareGroup.with(invocation, 1, (shares, cluster) -> print(invocation, shares, invocation.has(TEXT)));
    }

    private static void print(Invocation invocation, StoredShares shares, boolean asText) throws IOException {
        StoredShare share = shares.find(invocation.path(), ShareGroup.name(invocation));
        ByteRange range = range(invocation, share);
        if (asText && share.order().isEmpty() && share.type().width() > 1) {
            throw new HpvmException(
                    ErrorCode.INVALID,
                    invocation.path() + ' ' + share.name() + ": its byte order is not known, so it cannot be text");
        }
        PrintStream out = invocation.console().out();
        ElementText text = new ElementText(share.type());
        ByteOrder order = share.order().orElse(ByteOrder.nativeOrder());
        String doing = invocation.path() + ' ' + share.name();
        try (ShareReaders readers = new ShareReaders()) {
            readers.copy(shares, share, range, doing, invocation.console(), (position, bytes) -> {
                write(out, asText ? text.lines(bytes.order(order)) : bytes);
                // Whoever reads us may have seen enough.
                return !out.checkError();
            });
        }
        out.flush();
    }

    private static void write(PrintStream out, ByteBuffer bytes) {
        out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    }

    private static ByteRange range(Invocation invocation, StoredShare share) throws HpvmException {
        Optional<String> wanted = invocation.value(ELEMENTS);
        if (wanted.isEmpty()) {
            return new ByteRange(0, share.bytes());
        }
        String doing = invocation.path() + " --" + ELEMENTS + ' ' + wanted.get() + ": ";
        if (!wanted.get().matches("\\d{1,18}:\\d{1,18}")) {
            throw new HpvmException(ErrorCode.INVALID, doing + "that is not FIRST:END, such as 0:10");
        }
        String[] words = wanted.get().split(":", -1);
        long first = Long.parseLong(words[0]);
        long end = Long.parseLong(words[1]);
        if (first >= end || end > share.elements()) {
            throw new HpvmException(
                    ErrorCode.RANGE,
                    doing + "share " + share.name() + " has elements 0 to " + (share.elements() - 1)
                            + ", and END is the one after the last");
        }
        int width = share.type().width();
        return new ByteRange(first * width, end * width);
    }
}
