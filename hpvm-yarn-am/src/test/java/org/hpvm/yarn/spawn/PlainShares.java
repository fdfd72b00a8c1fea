package org.hpvm.yarn.spawn;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.hpvm.model.ElementType;
import org.hpvm.model.Operation;

/** What shares are to hold, worked out with plain arrays and no thought of speed. */
final class PlainShares {
    private final ByteOrder order;
    private final List<byte[]> shares = new ArrayList<>();

    /** A call of a task. */
    record Act(int share, Operation operation, ElementType type, int start, ByteBuffer bytes) {
        String kind() {
            return operation + "/" + type;
        }

        int end() {
            return start + bytes.capacity();
        }
    }

    PlainShares(ByteOrder order) {
        this.order = order;
    }

    /** Shares are numbered from 1, as the server does. */
    byte[] share(int number) {
        return shares.get(number - 1);
    }

    void add(int size) {
        shares.add(new byte[size]);
    }

    int count() {
        return shares.size();
    }

    /** The tasks of a spawn, by id, have done this; false if it contradicts itself, and nothing changes then. */
    boolean spawn(List<List<Act>> actsByTask) {
        for (int share = 1; share <= shares.size(); share++) {
            String[] kinds = new String[share(share).length];
            for (List<Act> acts : actsByTask) {
                for (Act act : acts) {
                    for (int at = act.start(); act.share() == share && at < act.end(); at++) {
                        if (kinds[at] != null && !kinds[at].equals(act.kind())) {
                            return false;
                        }
                        kinds[at] = act.kind();
                    }
                }
            }
        }
        for (int share = 1; share <= shares.size(); share++) {
            apply(share, actsByTask);
        }
        return true;
    }

    private void apply(int share, List<List<Act>> actsByTask) {
        ByteBuffer bytes = ByteBuffer.wrap(share(share)).order(order);
        Map<Integer, List<Object>> valuesByPlace = new TreeMap<>();
        Map<Integer, Act> actByPlace = new TreeMap<>();
        for (List<Act> acts : actsByTask) {
            for (Act act : acts) {
                if (act.share() == share && act.operation() == Operation.WRITE) {
                    bytes.put(act.start(), act.bytes().array());
                } else if (act.share() == share) {
                    ByteBuffer values = act.bytes().duplicate().order(order);
                    for (int at = 0;
                            at < act.bytes().capacity();
                            at += act.type().width()) {
                        valuesByPlace
                                .computeIfAbsent(act.start() + at, unused -> new ArrayList<>())
                                .add(element(values, at, act.type()));
                        actByPlace.put(act.start() + at, act);
                    }
                }
            }
        }
        valuesByPlace.forEach((place, values) -> {
            Act act = Objects.requireNonNull(actByPlace.get(place));
            Object before = element(bytes, place, act.type());
            Object result = combined(act.operation(), act.type(), before, tree(act.operation(), act.type(), values));
            put(bytes, place, act.type(), result);
        });
    }

    private static Object tree(Operation operation, ElementType type, List<Object> values) {
        if (values.size() == 1) {
            return values.get(0);
        }
        int half = 1;
        while (half * 2 < values.size()) {
            half *= 2;
        }
        return combined(
                operation,
                type,
                tree(operation, type, values.subList(0, half)),
                tree(operation, type, values.subList(half, values.size())));
    }

    private static Object element(ByteBuffer bytes, int at, ElementType type) {
        return switch (type) {
            case FLOAT32 -> bytes.getFloat(at);
            case FLOAT64 -> bytes.getDouble(at);
            default -> integer(bytes, at, type);
        };
    }

    private static Long integer(ByteBuffer bytes, int at, ElementType type) {
        int width = type.width();
        byte[] big = new byte[width];
        for (int index = 0; index < width; index++) {
            big[index] = bytes.get(bytes.order() == ByteOrder.BIG_ENDIAN ? at + index : at + width - 1 - index);
        }
        boolean isSigned = type.name().startsWith("INT");
        var value = isSigned ? new java.math.BigInteger(big) : new java.math.BigInteger(1, big);
        return value.longValue();
    }

    private static Object combined(Operation operation, ElementType type, Object one, Object other) {
        if (one instanceof Float a && other instanceof Float b) {
            return switch (operation) {
                case MIN -> Math.min(a, b);
                case MAX -> Math.max(a, b);
                default -> a + b;
            };
        }
        if (one instanceof Double a && other instanceof Double b) {
            return switch (operation) {
                case MIN -> Math.min(a, b);
                case MAX -> Math.max(a, b);
                default -> a + b;
            };
        }
        long a = (Long) one;
        long b = (Long) other;
        boolean isLess = type == ElementType.UINT64 ? Long.compareUnsigned(a, b) < 0 : a < b;
        long wide = switch (operation) {
            case MIN -> isLess ? a : b;
            case MAX -> isLess ? b : a;
            case AND -> a & b;
            case OR -> a | b;
            case XOR -> a ^ b;
            default -> a + b;
        };
        ByteBuffer cut = ByteBuffer.allocate(type.width());
        put(cut, 0, type, wide);
        return integer(cut, 0, type);
    }

    private static void put(ByteBuffer bytes, int at, ElementType type, Object value) {
        switch (type) {
            case FLOAT32 -> bytes.putInt(at, Float.floatToIntBits((Float) value));
            case FLOAT64 -> bytes.putLong(at, Double.doubleToLongBits((Double) value));
            default -> {
                long left = (Long) value;
                for (int index = 0; index < type.width(); index++) {
                    int place = bytes.order() == ByteOrder.LITTLE_ENDIAN ? at + index : at + type.width() - 1 - index;
                    bytes.put(place, (byte) (left >>> (8 * index)));
                }
            }
        }
    }

    PlainShares copy() {
        PlainShares copy = new PlainShares(order);
        shares.forEach(share -> copy.shares.add(Arrays.copyOf(share, share.length)));
        return copy;
    }
}
