package org.hpvm.yarn.protocol;

import org.apache.hadoop.ipc.ProtocolInfo;
import org.apache.hadoop.security.token.TokenInfo;
import org.apache.hadoop.yarn.security.client.ClientToAMTokenSelector;
import org.hpvm.proto.client.ClientService;

/** What gateways call, over Hadoop IPC; a caller without YARN's token for the application's clients is refused. */
@ProtocolInfo(protocolName = "org.hpvm.yarn.protocol.ClientProtocol", protocolVersion = ClientProtocol.VERSION)
@TokenInfo(ClientToAMTokenSelector.class)
public interface ClientProtocol extends ClientService.BlockingInterface {
    long VERSION = 1;
}
