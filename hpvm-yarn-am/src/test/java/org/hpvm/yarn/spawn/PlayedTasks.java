package org.hpvm.yarn.spawn;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.hpvm.model.ElementType;
import org.hpvm.model.Operation;
import org.hpvm.yarn.spawn.PlainShares.Act;

/** Makes up what tasks do: calls at any alignment, few or many, on the same bytes or others. */
final class PlayedTasks {
    private static final Operation[] OPERATIONS = Operation.values();
    private static final ElementType[] TYPES = ElementType.values();

    private final Random random;
    private final ByteOrder order;

    /** In one zone of a share there is one kind of call, so that most spawns do not contradict themselves. */
    private record Zone(int share, int start, int end, Operation operation, ElementType type) {}

    PlayedTasks(Random random, ByteOrder order) {
        this.random = random;
        this.order = order;
    }

    List<List<Act>> spawn(PlainShares shares, List<ElementType> types) {
        List<Zone> zones = zones(shares, types);
        boolean mayContradict = random.nextInt(12) == 0;
        List<List<Act>> tasks = new ArrayList<>();
        int count = 1 + random.nextInt(random.nextInt(6) == 0 ? 40 : 8);
        for (int task = 0; task < count; task++) {
            List<Act> acts = new ArrayList<>();
            for (int left = random.nextInt(5); left > 0; left--) {
                acts.add(act(zones.get(random.nextInt(zones.size()))));
            }
            if (mayContradict && random.nextInt(4) == 0) {
                Zone zone = zones.get(random.nextInt(zones.size()));
                acts.add(act(new Zone(zone.share(), zone.start(), zone.end(), Operation.WRITE, ElementType.BYTES)));
            }
            tasks.add(acts);
        }
        return tasks;
    }

    private List<Zone> zones(PlainShares shares, List<ElementType> types) {
        List<Zone> zones = new ArrayList<>();
        for (int share = 1; share <= shares.count(); share++) {
            int size = shares.share(share).length;
            for (int start = 0; start < size; ) {
                int end = Math.min(size, start + 8 * (1 + random.nextInt(40)));
                zones.add(zone(share, start, end, types.get(share - 1)));
                start = end;
            }
        }
        return zones;
    }

    private Zone zone(int share, int start, int end, ElementType typeOfShare) {
        ElementType type = typeOfShare == ElementType.BYTES ? TYPES[random.nextInt(TYPES.length)] : typeOfShare;
        Operation operation = OPERATIONS[random.nextInt(OPERATIONS.length)];
        // SUM_FAST of floats is not the same in every run: here it would only show that.
        boolean isFast = operation == Operation.SUM_FAST && type.name().startsWith("FLOAT");
        boolean isPossible = operation.combines(type) && end - start >= type.width() && !isFast;
        return isPossible
                ? new Zone(share, start, end, operation, type)
                : new Zone(share, start, end, Operation.WRITE, ElementType.BYTES);
    }

    private Act act(Zone zone) {
        int width = zone.type().width();
        int elements = (zone.end() - zone.start()) / width;
        int first = random.nextInt(elements);
        int count = 1 + random.nextInt(elements - first);
        if (random.nextInt(3) == 0) {
            first = 0; // several tasks on the very same range
            count = elements;
        }
        byte[] bytes = new byte[count * width];
        random.nextBytes(bytes);
        if (zone.type().name().startsWith("FLOAT")) {
            fillFloats(bytes, zone.type());
        }
        return new Act(
                zone.share(), zone.operation(), zone.type(), zone.start() + first * width, ByteBuffer.wrap(bytes));
    }

    private void fillFloats(byte[] bytes, ElementType type) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order);
        double[] special = {0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        for (int at = 0; at < bytes.length; at += type.width()) {
            double value = random.nextInt(20) == 0
                    ? special[random.nextInt(special.length)]
                    : random.nextGaussian() * Math.pow(10, random.nextInt(9));
            if (type == ElementType.FLOAT32) {
                buffer.putFloat(at, (float) value);
            } else {
                buffer.putDouble(at, value);
            }
        }
    }
}
