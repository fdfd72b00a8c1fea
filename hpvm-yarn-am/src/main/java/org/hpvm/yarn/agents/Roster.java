package org.hpvm.yarn.agents;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hpvm.model.IdRange;
import org.hpvm.model.Runs;
import org.hpvm.proto.agent.HeldTasks;
import org.hpvm.proto.agent.Resumption;
import org.hpvm.proto.journal.AgentJoined;

/**
 * Every agent that ever joined, by what the journal says: an agent of an earlier attempt of the server goes on under
 * its number. Not thread-safe; owned by the server's loop.
 */
public final class Roster {
    private final Map<Integer, Known> byNumber = new HashMap<>();
    private int made;

    /**
     * An agent that has joined.
     *
     * @param lastReport sequence of the last report that the journal has of it; 0 if none
     */
    public record Known(int number, String container, String host, long lastReport) {
        /** What it holds of a spawn: also the tasks of the report under way, if the journal does not have it. */
        public List<IdRange> held(Resumption resume, long spawn) {
            List<HeldTasks> all = new ArrayList<>(resume.getHeldList());
            if (resume.getReporting() > lastReport) {
                all.addAll(resume.getSettledList());
            }
            return all.stream()
                    .filter(held -> held.getSpawn() == spawn)
                    .flatMap(held -> Runs.read(held.getTasksList()).stream())
                    .toList();
        }
    }

    /** A number that no agent of the application had. */
    public int newNumber() {
        return ++made;
    }

    public void joined(AgentJoined entry) {
        made = Math.max(made, entry.getAgent());
        byNumber.put(entry.getAgent(), new Known(entry.getAgent(), entry.getContainer(), entry.getHost(), 0));
    }

    public void reported(int agent, long sequence) {
        byNumber.computeIfPresent(
                agent,
                (number, known) ->
                        new Known(number, known.container(), known.host(), Math.max(known.lastReport(), sequence)));
    }

    public Optional<Known> find(int agent) {
        return Optional.ofNullable(byNumber.get(agent));
    }
}
