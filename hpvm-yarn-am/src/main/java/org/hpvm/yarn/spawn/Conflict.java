package org.hpvm.yarn.spawn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.hpvm.model.ByteRange;
import org.hpvm.model.ElementType;
import org.hpvm.model.IdRange;
import org.hpvm.model.Operation;
import org.hpvm.model.RangeSet;

/**
 * Two tasks, or one, did to the same bytes what cannot both hold: which comes first would change the result.
 *
 * @param range the bytes, the first that there are
 */
record Conflict(ByteRange range, Side one, Side other) {

    /** What is done to elements of a type. */
    record Kind(Operation operation, ElementType type) {
        @Override
        public String toString() {
            return operation == Operation.WRITE
                    ? "merged"
                    : "accumulated with " + operation + " of " + type.name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param task the lowest that did it to these bytes */
    record Side(Kind kind, long task) {}

    /**
     * The first conflict among the touches of a share, by position. It does not depend on the order in which they came.
     */
    static Optional<Conflict> among(Map<Kind, List<Merged.Touch>> touchesByKind) {
        List<Map.Entry<Kind, List<Merged.Touch>>> kinds = new ArrayList<>(touchesByKind.entrySet());
        Optional<Conflict> first = Optional.empty();
        for (int one = 0; one < kinds.size(); one++) {
            RangeSet touched = new RangeSet();
            kinds.get(one)
                    .getValue()
                    .forEach(touch ->
                            touched.add(touch.range().start(), touch.range().end()));
            for (int other = one + 1; other < kinds.size(); other++) {
                Optional<Conflict> found = between(kinds.get(one), touched, kinds.get(other));
                if (found.isPresent()
                        && (first.isEmpty() || found.get().start() < first.get().start())) {
                    first = found;
                }
            }
        }
        return first;
    }

    private long start() {
        return range.start();
    }

    private static Optional<Conflict> between(
            Map.Entry<Kind, List<Merged.Touch>> one, RangeSet touchedByOne, Map.Entry<Kind, List<Merged.Touch>> other) {
        return other.getValue().stream()
                .flatMap(touch -> touchedByOne
                        .within(new IdRange(touch.range().start(), touch.range().end()))
                        .stream())
                .min(Comparator.comparingLong(IdRange::start))
                .map(both -> at(both.start(), one, other));
    }

    private static Conflict at(
            long position, Map.Entry<Kind, List<Merged.Touch>> one, Map.Entry<Kind, List<Merged.Touch>> other) {
        Merged.Touch mine = lowest(one.getValue(), position);
        Merged.Touch theirs = lowest(other.getValue(), position);
        long end = Math.min(mine.range().end(), theirs.range().end());
        return new Conflict(
                new ByteRange(position, end),
                new Side(one.getKey(), mine.task()),
                new Side(other.getKey(), theirs.task()));
    }

    private static Merged.Touch lowest(List<Merged.Touch> touches, long position) {
        Predicate<Merged.Touch> covers = touch ->
                touch.range().start() <= position && position < touch.range().end();
        return touches.stream()
                .filter(covers)
                .min(Comparator.comparingLong(Merged.Touch::task))
                .orElseThrow();
    }

    /** For the user. */
    String sentence(String share) {
        return "put together share " + share + ": bytes " + range.start() + " to " + range.end() + " were " + one.kind()
                + " by task " + one.task() + " and " + other.kind() + " by task " + other.task()
                + "; within one spawn the same bytes take one operation";
    }
}
