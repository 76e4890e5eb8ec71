// What is built for: this machine, or with DQS_NATIVE_TARGET another kind of Linux, by Debian's cross compilers.

/** Processors with fused operations, which compilers use unless told not to: models would differ from those of others by bits. */
const FUSED = ['arm64'];
const CROSS = { 'linux-arm64': { compiler: 'aarch64-linux-gnu-g++', processor: 'aarch64' } };

/**
 * The platform, processor and C library to build for, and what CMake and the cache have to know where they are not this machine's.
 *
 * @throws Error for a DQS_NATIVE_TARGET that there is no cross compiler for.
 */
export function buildTarget() {
  const asked = process.env.DQS_NATIVE_TARGET;
  const own = { platform: process.platform, arch: process.arch, libc: ownLibc() };
  const here = { ...own, isCross: false, compiler: process.env.CXX ?? 'c++', definitions: flagsFor(own.arch) };
  if (asked === undefined || asked === '' || asked === `${own.platform}-${own.arch}`) return here;
  if (!Object.hasOwn(CROSS, asked)) {
    throw new Error(`DQS_NATIVE_TARGET: expected ${Object.keys(CROSS).join(', ')} or none, got "${asked}"`);
  }
  const { compiler, processor } = CROSS[asked];
  const [platform, arch] = asked.split('-');
  const definitions = [
    ...['-DCMAKE_SYSTEM_NAME=Linux', `-DCMAKE_SYSTEM_PROCESSOR=${processor}`],
    ...flagsFor(arch),
    ...[`-DCMAKE_CXX_COMPILER=${compiler}`, '-DCMAKE_FIND_ROOT_PATH_MODE_PROGRAM=NEVER'],
  ];
  return { platform, arch, libc: 'glibc', isCross: true, compiler, definitions };
}

const flagsFor = (arch) =>
  FUSED.includes(arch) ? [`-DCMAKE_CXX_FLAGS=${process.env.CXXFLAGS ?? ''} -ffp-contract=off`] : [];

/** The C library of this machine's Node: a binary does not run on another. Undefined but on Linux. */
function ownLibc() {
  if (process.platform !== 'linux') return undefined;
  return process.report.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl';
}
