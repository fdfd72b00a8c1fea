package org.hpvm.examples;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ElementType;
import org.hpvm.sdk.HpvmSession;
import org.hpvm.sdk.SpawnOptions;
import org.hpvm.sdk.TaskArguments;

/** The parent {@code bad_calls} in Java: makes calls that cannot work, then a spawn that can; {@code BadCalls TREE}. */
public final class BadCalls {
    private BadCalls() {}

    private interface Call {
        void make() throws HpvmException, InterruptedException;
    }

    public static void main(String[] words) throws HpvmException, InterruptedException {
        String tree = words[0];
        int[] output = new int[8];
        int[] some = new int[2];
        try (HpvmSession session = HpvmSession.open()) {
            say("size 0", () -> session.share("a", new byte[0]));
            say("0 elements", () -> session.allocate("a", ElementType.INT64, 0));
            say("-1 elements", () -> session.allocate("a", ElementType.INT64, -1));
            say("larger than memory", () -> session.allocate("a", ElementType.INT64, 1L << 50));
            say("first", () -> session.share("output", output));
            say("twice", () -> session.share("output", output));
            say("type and size", () -> session.share("a", ofNativeOrder(7), ElementType.INT32));
            say("read-only", () -> session.share("a", ofNativeOrder(8).asReadOnlyBuffer(), ElementType.INT32));
            say("byte order", () -> session.share("a", ofForeignOrder(), ElementType.INT32));
            say("slash", () -> session.share("a/b", some));
            say("dots", () -> session.share("..", some));
            say("control", () -> session.share("a\nb", some));
            say("empty", () -> session.share("", some));
            say("long", () -> session.share("x".repeat(10_000), some));
            say("UTF-8", () -> session.share("größe", some));
            say("unknown", () -> session.unshare("nowhere"));
            say("0 tasks", () -> session.spawn(tree, 0, TaskArguments.NONE).join());
            say("-1 tasks", () -> session.spawn(tree, -1, TaskArguments.NONE).join());
            say(
                    "arguments",
                    () -> session.spawn(tree, 8, BadCalls::ofTheWrongOrder).join());
            say("no arguments", () -> session.spawn(tree, 8, BadCalls::failing).join());
            say(
                    "scheme",
                    () -> session.spawn("nosuch://host/tree", 8, TaskArguments.NONE)
                            .join());
            say("NUL", () -> session.spawn("tr\0ee", 8, TaskArguments.NONE).join());
            SpawnOptions options = new SpawnOptions(Map.of("atempts", "2", "time", "soon"));
            say(
                    "options",
                    () -> session.spawn(tree, 8, TaskArguments.NONE, options).join());
            say("good", () -> session.spawn(tree, 8, TaskArguments.NONE).join());
        }
        System.exit(output[7] == 8 ? 0 : 1);
    }

    private static void say(String what, Call call) throws InterruptedException {
        try {
            call.make();
            System.out.println(what + "|0|");
        } catch (HpvmException e) {
            System.out.println(what + "|" + e.code().status() + "|" + e.getMessage());
        }
    }

    private static ByteBuffer ofNativeOrder(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
    }

    private static ByteBuffer ofForeignOrder() {
        boolean isLittle = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        return ByteBuffer.allocate(8).order(isLittle ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer ofTheWrongOrder(long id) {
        return id == 2 ? ofForeignOrder() : ofNativeOrder(0);
    }

    private static ByteBuffer failing(long id) {
        throw new IllegalStateException("task " + id + " is not thought of");
    }
}
