//! Limits that a process puts on itself before it touches hostile bytes.
//!
//! In: how much memory it may have. Out: a process that dies with its parent, writes no file, opens none, starts no
//! program and has no network. What the system does not offer is said, not passed over.

use std::collections::BTreeMap;
use std::io;

use rustix::process::{Resource, Rlimit, Signal, set_parent_process_death_signal, setrlimit};

/// What a confined process is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confinement {
    /// Parsing what comes in by its standard input: memory, its own threads and the streams that are open, nothing else.
    Parser,
    /// Becoming an outside program: everything but writing files and the network.
    Tool,
}

/// Limits the calling process.
///
/// Gives the reason in words where the kernel does not allow system calls to be filtered; the limits of memory and files
/// hold then all the same. Fails where not even they can be set.
pub fn confine(purpose: Confinement, memory_bytes_max: u64) -> io::Result<Option<String>> {
    // SIGKILL: whatever the process is doing when its parent goes, it goes too.
    set_parent_process_death_signal(Some(Signal::KILL))?;
    limit(Resource::As, memory_bytes_max)?;
    limit(Resource::Core, 0)?;
    limit(Resource::Fsize, 0)?;
    Ok(filter(purpose).err())
}

fn limit(resource: Resource, maximum: u64) -> io::Result<()> {
    let limit = Rlimit { current: Some(maximum), maximum: Some(maximum) };
    setrlimit(resource, limit).map_err(io::Error::from)
}

/// What parsing needs of the kernel: memory, reading and writing what is open, locks, signals of its own, its end.
/// Everything else answers "not permitted", so that a library that asks for more goes on without.
const PARSER_CALLS: &[i64] = &[
    libc::SYS_read,
    libc::SYS_readv,
    libc::SYS_write,
    libc::SYS_writev,
    libc::SYS_close,
    libc::SYS_lseek,
    libc::SYS_fstat,
    libc::SYS_mmap,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_mprotect,
    libc::SYS_madvise,
    libc::SYS_brk,
    libc::SYS_futex,
    libc::SYS_sched_yield,
    libc::SYS_sched_getaffinity,
    libc::SYS_clock_gettime,
    libc::SYS_getrandom,
    libc::SYS_gettid,
    libc::SYS_getpid,
    libc::SYS_sigaltstack,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_restart_syscall,
    libc::SYS_exit,
    libc::SYS_exit_group,
];

/// What an outside program must not do: reach the network, watch or change other processes, widen its rights.
const TOOL_DENIED: &[i64] = &[
    libc::SYS_socket,
    libc::SYS_socketpair,
    libc::SYS_connect,
    libc::SYS_bind,
    libc::SYS_listen,
    libc::SYS_accept4,
    libc::SYS_sendto,
    libc::SYS_sendmsg,
    libc::SYS_sendmmsg,
    libc::SYS_io_uring_setup,
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_unshare,
    libc::SYS_setns,
    libc::SYS_mount,
    libc::SYS_bpf,
    libc::SYS_keyctl,
];

fn filter(purpose: Confinement) -> Result<(), String> {
    use seccompiler::SeccompAction::{Allow, Errno};
    let denied = Errno(libc::EPERM.unsigned_abs());
    let (calls, on_match, otherwise) = match purpose {
        Confinement::Parser => (PARSER_CALLS, Allow, denied),
        Confinement::Tool => (TOOL_DENIED, denied, Allow),
    };
    let mut rules: BTreeMap<i64, Vec<_>> = calls.iter().map(|call| (*call, Vec::new())).collect();
    if purpose == Confinement::Parser {
        rules.insert(libc::SYS_tgkill, vec![to_itself().map_err(|error| said(&error))?]);
    }
    let architecture = std::env::consts::ARCH
        .try_into()
        .map_err(|error: seccompiler::BackendError| said(&error))?;
    let filter = seccompiler::SeccompFilter::new(rules, otherwise, on_match, architecture)
        .map_err(|error| said(&error))?;
    let program: seccompiler::BpfProgram =
        filter.try_into().map_err(|error: seccompiler::BackendError| said(&error))?;
    seccompiler::apply_filter(&program)
        .map_err(|error| format!("system calls cannot be filtered here: {error}"))
}

/// A signal may go to this process alone: that is how it gives up (abort(3)).
fn to_itself() -> Result<seccompiler::SeccompRule, seccompiler::BackendError> {
    use seccompiler::{SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompRule};
    let own = u64::from(std::process::id());
    SeccompRule::new(vec![SeccompCondition::new(
        0,
        SeccompCmpArgLen::Dword,
        SeccompCmpOp::Eq,
        own,
    )?])
}

fn said(error: &seccompiler::BackendError) -> String {
    format!("system calls cannot be filtered here: {error}")
}
