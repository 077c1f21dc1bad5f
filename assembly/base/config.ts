/** The build's and the launch's parameters: words that the host wrote before the run. */
import { Cfg } from "../abi/layout";

const config_at: usize = memory.data(8 * 128, 8);

/** The value of one parameter. */
export function cfg(key: Cfg): u64 {
  return load<u64>(config_at + ((<usize>key) << 3));
}

/** Where the host writes the parameters. */
export function config_address(): usize {
  return config_at;
}
