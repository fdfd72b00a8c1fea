package org.hpvm.yarn.shares;

import org.hpvm.proto.client.SpawnRequest;

/** A request as its client numbered it. */
public record Asked(int client, long request) {
    public static Asked by(SpawnRequest request) {
        return new Asked(request.getClient(), request.getRequest());
    }
}
