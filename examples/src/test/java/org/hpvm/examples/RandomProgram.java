package org.hpvm.examples;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.hpvm.model.ElementType;
import org.hpvm.model.Operation;

/**
 * What the tasks of a random program do, which its seed decides, and what a plain array of bytes holds afterwards. The
 * parent and the kernels of the program each make it from the seed.
 */
final class RandomProgram {
    static final int SHARE_BYTES = 200_000;
    static final int MOST_TASKS = 24;

    private static final int ZONE_BYTES = 4000;
    private static final List<ElementType> TYPES =
            List.of(ElementType.INT64, ElementType.FLOAT64, ElementType.UINT8, ElementType.FLOAT64);
    private static final Operation[] OPERATIONS = {
        Operation.WRITE, Operation.SUM, Operation.MIN, Operation.MAX, Operation.XOR, Operation.SUM
    };

    private final long seed;

    /** A call of a task; within a zone of the share all calls are of one kind. */
    record Act(Operation operation, ElementType type, int start, ByteBuffer values) {
        int end() {
            return start + values.capacity();
        }
    }

    RandomProgram(long seed) {
        this.seed = seed;
    }

    int tasks(int spawn) {
        return 1 + new Random(31 * seed + spawn).nextInt(MOST_TASKS);
    }

    /** What the parent writes before a spawn. */
    void write(int spawn, byte[] share) {
        Random random = new Random(seed * 1000 + spawn);
        for (int left = random.nextInt(4); left > 0; left--) {
            int start = random.nextInt(share.length);
            byte[] fresh = new byte[1 + random.nextInt(share.length - start)];
            random.nextBytes(fresh);
            System.arraycopy(fresh, 0, share, start, fresh.length);
        }
    }

    boolean diesOnce(int spawn, long task) {
        return new Random(seed * 77 + spawn * 1009L + task * 31).nextInt(6) == 0;
    }

    List<Act> acts(int spawn, long task) {
        Random random = new Random((seed * 100 + spawn) * 10_007 + task);
        List<Act> acts = new ArrayList<>();
        for (int left = random.nextInt(5); left > 0; left--) {
            acts.add(act(spawn, random));
        }
        return acts;
    }

    private Act act(int spawn, Random random) {
        int zone = random.nextInt(SHARE_BYTES / ZONE_BYTES);
        Random ofZone = new Random((seed * 100 + spawn) * 1013 + zone);
        Operation operation = OPERATIONS[ofZone.nextInt(OPERATIONS.length)];
        ElementType type = TYPES.get(ofZone.nextInt(TYPES.size()));
        if (!operation.combines(type)) {
            operation = Operation.WRITE;
        }
        int width = operation == Operation.WRITE ? 1 : type.width();
        int elements = ZONE_BYTES / width;
        int first = random.nextInt(elements);
        ByteBuffer values = ByteBuffer.allocate(width * (1 + random.nextInt(elements - first)))
                .order(ByteOrder.nativeOrder());
        random.nextBytes(values.array());
        if (type == ElementType.FLOAT64 && operation != Operation.WRITE) {
            for (int at = 0; at < values.capacity(); at += width) {
                values.putDouble(at, random.nextGaussian() * Math.pow(10, random.nextInt(9)));
            }
        }
        return new Act(operation, type, zone * ZONE_BYTES + first * width, values);
    }

    /** What the share holds after a spawn. */
    void spawn(int spawn, byte[] share) {
        ByteBuffer bytes = ByteBuffer.wrap(share).order(ByteOrder.nativeOrder());
        TreeMap<Integer, Contributed> contributedByPlace = new TreeMap<>();
        for (long task = 0; task < tasks(spawn); task++) {
            for (Act act : acts(spawn, task)) {
                if (act.operation() == Operation.WRITE) {
                    bytes.put(act.start(), act.values().array());
                    continue;
                }
                for (int at = 0; at < act.values().capacity(); at += act.type().width()) {
                    contributedByPlace
                            .computeIfAbsent(
                                    act.start() + at,
                                    unused -> new Contributed(act.operation(), act.type(), new ArrayList<>()))
                            .values()
                            .add(
                                    act.type() == ElementType.UINT8
                                            ? act.values().get(at) & 0xFF
                                            : act.values().getLong(at));
                }
            }
        }
        contributedByPlace.forEach((place, contributed) -> contributed.foldOver(bytes, place));
    }

    /** What tasks contribute to one element, in order. */
    record Contributed(Operation operation, ElementType type, List<Long> values) {
        void foldOver(ByteBuffer bytes, int place) {
            if (type == ElementType.UINT8) {
                bytes.put(place, (byte) combined(bytes.get(place) & 0xFF, tree(values)));
            } else {
                bytes.putLong(place, combined(bytes.getLong(place), tree(values)));
            }
        }

        private long tree(List<Long> some) {
            if (some.size() == 1) {
                return some.get(0);
            }
            int half = Integer.highestOneBit(some.size() - 1);
            return combined(tree(some.subList(0, half)), tree(some.subList(half, some.size())));
        }

        private long combined(long one, long other) {
            if (type == ElementType.FLOAT64) {
                double a = Double.longBitsToDouble(one);
                double b = Double.longBitsToDouble(other);
                double both = operation == Operation.MIN
                        ? Math.min(a, b)
                        : operation == Operation.MAX ? Math.max(a, b) : a + b;
                return Double.doubleToLongBits(both);
            }
            long wide = switch (operation) {
                case MIN -> Math.min(one, other);
                case MAX -> Math.max(one, other);
                case XOR -> one ^ other;
                default -> one + other;
            };
            return type == ElementType.UINT8 ? wide & 0xFF : wide;
        }
    }
}
