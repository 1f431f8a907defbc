/* Overrides `recv` of the system: each received message becomes the error with the number INJECTED_ERRNO. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/types.h>

ssize_t recv(int socket, void *buffer, size_t length, int flags) {
    ssize_t (*system_recv)(int, void *, size_t, int) = dlsym(RTLD_NEXT, "recv");
    ssize_t received = system_recv(socket, buffer, length, flags);
    const char *injected = getenv("INJECTED_ERRNO");
    if (received < 0 || injected == NULL) {
        return received;
    }
    errno = atoi(injected);
    return -1;
}
