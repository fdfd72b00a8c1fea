/* A gateway of our own. */
#ifndef HPVM_GATEWAY_START_H
#define HPVM_GATEWAY_START_H

struct hpvm_own_gateway {
    int lifeline; /* the gateway ends when this is closed */
    char *path;   /* of its socket, from malloc */
};

/* Starts one and waits until it has told its socket. HPVM_OK, or a code with its sentence. */
int hpvm_gateway_start(const char *call, struct hpvm_own_gateway *gateway);

#endif
