// Calls every function of preview 1 that is not offered, so that all of them must link; prints the name of each that
// does not answer ENOSYS, and at the end how many were called. Then yields the processor, which is offered.
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <wasi/api.h>

static int called;

static void expect_refusal(const char *name, __wasi_errno_t answer) {
  called++;
  if (answer != __WASI_ERRNO_NOSYS) {
    printf("%s answered %d\n", name, answer);
  }
}

#define CALL(function, ...) expect_refusal(#function, __wasi_##function(__VA_ARGS__))

int main(void) {
  uint8_t bytes[64] = {0};
  __wasi_size_t size;
  __wasi_filesize_t position;
  __wasi_filestat_t status;
  __wasi_iovec_t in = {bytes, sizeof bytes};
  __wasi_ciovec_t out = {bytes, sizeof bytes};
  __wasi_subscription_t subscription = {0};
  __wasi_event_t event;
  __wasi_fd_t descriptor;
  __wasi_roflags_t flags;
  CALL(fd_advise, 1, 0, 0, 0);
  CALL(fd_allocate, 1, 0, 0);
  CALL(fd_datasync, 1);
  CALL(fd_fdstat_set_rights, 1, 0, 0);
  CALL(fd_filestat_get, 1, &status);
  CALL(fd_filestat_set_size, 1, 0);
  CALL(fd_filestat_set_times, 1, 0, 0, 0);
  CALL(fd_pread, 1, &in, 1, 0, &size);
  CALL(fd_pwrite, 1, &out, 1, 0, &size);
  CALL(fd_readdir, 1, bytes, sizeof bytes, 0, &size);
  CALL(fd_renumber, 1, 2);
  CALL(fd_sync, 1);
  CALL(fd_tell, 1, &position);
  CALL(path_create_directory, 3, "a");
  CALL(path_filestat_get, 3, 0, "a", &status);
  CALL(path_filestat_set_times, 3, 0, "a", 0, 0, 0);
  CALL(path_link, 3, 0, "a", 3, "b");
  CALL(path_open, 3, 0, "a", 0, 0, 0, 0, &descriptor);
  CALL(path_readlink, 3, "a", bytes, sizeof bytes, &size);
  CALL(path_remove_directory, 3, "a");
  CALL(path_rename, 3, "a", 3, "b");
  CALL(path_symlink, "a", 3, "b");
  CALL(path_unlink_file, 3, "a");
  CALL(poll_oneoff, &subscription, &event, 1, &size);
  CALL(sock_accept, 3, 0, &descriptor);
  CALL(sock_recv, 3, &in, 1, 0, &size, &flags);
  CALL(sock_send, 3, &out, 1, 0, &size);
  CALL(sock_shutdown, 3, 0);
  printf("%d functions called\n", called);
  printf("sched_yield: %s\n", sched_yield() == 0 ? "done" : "refused");
  return 0;
}
