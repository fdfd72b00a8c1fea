package org.hpvm.yarn.server;

import java.time.InstantSource;
import org.hpvm.yarn.agents.AgentSession;
import org.hpvm.yarn.agents.Agents;
import org.hpvm.yarn.provision.Fleet;
import org.hpvm.yarn.settings.FleetSize;
import org.hpvm.yarn.spawn.Spawns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends agents away that are not needed, or whose machine others need: such an agent gets no more tasks, ends what it
 * has begun and is then told to end. Not thread-safe; owned by the server's loop.
 */
final class Retirement {
    private static final Logger LOG = LoggerFactory.getLogger(Retirement.class);

    private final Departures departures = new Departures();
    private final Agents agents;
    private final Spawns spawns;
    private final Fleet fleet;
    private final FleetSize size;
    private final InstantSource clock;

    Retirement(Agents agents, Spawns spawns, Fleet fleet, FleetSize size, InstantSource clock) {
        this.agents = agents;
        this.spawns = spawns;
        this.fleet = fleet;
        this.size = size;
        this.clock = clock;
    }

    void sendAway(AgentSession agent, String why) {
        if (departures.begin(agent.number(), why)) {
            LOG.info("{} is to go: {}", agent, why);
            fleet.leaving(agent.container());
            spawns.agentLeaving(agent);
        }
    }

    /** Sends those away that have had no work for long, as far as there are more than are wanted. */
    void sendIdleAgentsAway(int wanted) {
        int surplus = fleet.used() - wanted;
        for (AgentSession agent : agents.all()) {
            boolean isIdle = departures.isIdleFor(agent.number(), size.idle(), clock.instant());
            if (surplus > 0 && isIdle && !departures.isGoing(agent.number())) {
                sendAway(agent, "it had no work for " + size.idle().toMillis() + " ms");
                surplus--;
            }
        }
    }

    /** Tells the agents to end that are to go and have nothing left to do. */
    void letGo() {
        for (AgentSession agent : agents.all()) {
            departures.seen(agent.number(), spawns.isIdle(agent), clock.instant());
            departures.dismissal(agent.number()).ifPresent(why -> agents.quit(agent, why));
        }
    }

    boolean isGoing(AgentSession agent) {
        return departures.isGoing(agent.number());
    }

    void ended(AgentSession agent) {
        departures.ended(agent.number());
    }
}
