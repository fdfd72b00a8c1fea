package org.hpvm.yarn.schedule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The agents as the scheduler sees them: which may have room for more tasks, and which get none for a time or any more.
 * Not thread-safe.
 */
final class Team {
    private final Map<Integer, AgentWork> agents = new LinkedHashMap<>();
    private final Capacity capacity;
    /** Agents that may have room for more. */
    private final Set<AgentWork> candidates = new LinkedHashSet<>();

    private final Set<AgentWork> leftOut = new LinkedHashSet<>();
    private double failingOfAll;

    Team(Capacity capacity) {
        this.capacity = capacity;
    }

    void joined(AgentWork agent) {
        agents.put(agent.number(), agent);
        capacity.add(agent);
        candidates.add(agent);
    }

    /** Takes an agent out; empty if there is none of that number. */
    Optional<AgentWork> lost(int number) {
        Optional<AgentWork> lost = Optional.ofNullable(agents.remove(number));
        lost.ifPresent(agent -> {
            if (agent.mayTake()) {
                capacity.remove(agent);
            }
            candidates.remove(agent);
            leftOut.remove(agent);
            failingOfAll -= agent.health.failing();
        });
        return lost;
    }

    /** The agent gets no more tasks; says whether that is new. */
    boolean leaving(AgentWork agent) {
        if (agent.isLeaving) {
            return false;
        }
        if (agent.mayTake()) {
            capacity.remove(agent);
        }
        agent.isLeaving = true;
        return true;
    }

    Optional<AgentWork> find(int number) {
        return Optional.ofNullable(agents.get(number));
    }

    Collection<AgentWork> all() {
        return agents.values();
    }

    /** Agents that may have room for more; those that turn out to have none may be removed. */
    Set<AgentWork> candidates() {
        return candidates;
    }

    boolean hasLeftOut() {
        return !leftOut.isEmpty();
    }

    void succeeded(AgentWork agent, long tasks) {
        failingOfAll -= agent.health.failing();
        agent.health.succeeded(tasks);
        failingOfAll += agent.health.failing();
    }

    /**
     * A task has failed on an agent.
     *
     * @param isNeeded whether no other agent could do its work
     * @return whether the agent is left out from now on
     */
    boolean failed(AgentWork agent, boolean isNeeded, long nowNanoseconds) {
        failingOfAll -= agent.health.failing();
        agent.health.failed();
        double peers = failingOfAll / Math.max(1, agents.size() - 1);
        failingOfAll += agent.health.failing();
        boolean isOut = agent.mayTake() && !isNeeded && agent.health.judge(peers, nowNanoseconds);
        if (isOut) {
            capacity.remove(agent);
            leftOut.add(agent);
        }
        return isOut;
    }

    /** Takes those in again whose time is over. */
    void readmit(long nowNanoseconds) {
        List<AgentWork> back = new ArrayList<>(leftOut);
        back.removeIf(agent -> !agent.health.isOver(nowNanoseconds));
        for (AgentWork agent : back) {
            leftOut.remove(agent);
            failingOfAll -= agent.health.failing();
            agent.health.readmit();
            failingOfAll += agent.health.failing();
            if (agent.mayTake()) {
                capacity.add(agent);
                candidates.add(agent);
            }
        }
    }
}
