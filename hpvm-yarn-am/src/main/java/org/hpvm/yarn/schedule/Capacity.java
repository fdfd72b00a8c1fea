package org.hpvm.yarn.schedule;

import java.util.HashMap;
import java.util.Map;

/** The processors that may get tasks, in all and by spawn. Not thread-safe. */
final class Capacity {
    private final Map<Long, Integer> unableBySpawn = new HashMap<>();
    private int processors;
    private double fastest;

    void add(AgentWork agent) {
        fastest = Math.max(fastest, agent.speed());
        count(agent, 1);
    }

    void remove(AgentWork agent) {
        count(agent, -1);
    }

    private void count(AgentWork agent, int sign) {
        processors += sign * agent.processors();
        agent.bySpawn().forEach((spawn, holding) -> {
            if (holding.unable) {
                unableBySpawn.merge(spawn, sign * agent.processors(), Integer::sum);
            }
        });
    }

    /** An agent that counts can run nothing of a spawn. */
    void unable(AgentWork agent, long spawn) {
        unableBySpawn.merge(spawn, agent.processors(), Integer::sum);
    }

    void forget(long spawn) {
        unableBySpawn.remove(spawn);
    }

    /** An agent's speed as a part of that of the fastest that ever was here. */
    double relativeSpeed(AgentWork agent) {
        return agent.speed() / fastest;
    }

    int processors() {
        return processors;
    }

    int processorsFor(long spawn) {
        return processors - unableBySpawn.getOrDefault(spawn, 0);
    }
}
