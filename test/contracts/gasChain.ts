import type { Interface, TransactionReceipt } from 'ethers'
import { ContractFactory, Interface as EthersInterface, JsonRpcProvider, Wallet } from 'ethers'
import { startAnvil } from '../support/foundry'
import { readArtifact } from './forge'

/** A contract on the chain. */
export type Deployed = { readonly address: string; readonly interface: Interface }

/** What one transaction cost, and what it did. */
export type Cost = {
  readonly gas: number
  readonly calldataBytes: number
  readonly slotsChanged: number
  readonly events: string
}

/** Seconds; the chain's first block. Every later block is one second on, so that every run gives the same bytes. */
export const GENESIS = 1_800_000_000

// What anvil advises depends on when it has noted its last block; the hash of a block, which anchors name, on what its transactions pay.
const PAID = {
  type: 2,
  gasLimit: 16_000_000,
  maxFeePerGas: 100_000_000_000n,
  maxPriorityFeePerGas: 1_000_000_000n,
}

/** Anvil under Osaka's rules with one sender, in which nothing depends on the wall clock. */
export class GasChain {
  private now = GENESIS

  private constructor(
    readonly provider: JsonRpcProvider,
    readonly sender: Wallet,
    private readonly stopAnvil: () => Promise<void>,
  ) {}

  static async start(): Promise<GasChain> {
    const flags = [
      '--no-mining',
      '--hardfork',
      'osaka',
      '--timestamp',
      String(GENESIS),
      '--gas-limit',
      '100000000',
    ]
    const { url, stop } = await startAnvil(flags)
    const options = { staticNetwork: true, cacheTimeout: -1, batchMaxCount: 1 }
    const provider = new JsonRpcProvider(url, 31337, options)
    await provider.send('anvil_setBlockTimestampInterval', [1])
    return new GasChain(provider, new Wallet(ANVIL_KEY, provider), stop)
  }

  async stop(): Promise<void> {
    this.provider.destroy()
    await this.stopAnvil()
  }

  // the timestamp of the next block
  get next(): number {
    return this.now + 1
  }

  async deploy(file: string, contract: string, args: readonly unknown[]): Promise<Deployed> {
    const { abi, bytecode } = readArtifact(file, contract)
    const { data } = await new ContractFactory(abi, bytecode).getDeployTransaction(...args)
    const { contractAddress } = await this.mine(null, data)
    if (contractAddress === null) throw new Error(`${contract} was not deployed.`)
    return { address: contractAddress, interface: new EthersInterface(abi) }
  }

  // one that reverts costs gas like any other
  async send(to: Deployed, method: string, args: readonly unknown[]): Promise<Cost> {
    const data = to.interface.encodeFunctionData(method, args)
    const { hash, gasUsed, logs } = await this.mine(to.address, data)
    return {
      gas: Number(gasUsed),
      calldataBytes: data.length / 2 - 1,
      slotsChanged: await this.slotsChanged(hash),
      events: logs.map((log) => to.interface.parseLog(log)?.name ?? log.topics[0]).join(', '),
    }
  }

  async call(to: Deployed, method: string, args: readonly unknown[]): Promise<unknown> {
    const data = to.interface.encodeFunctionData(method, args)
    const result = await this.provider.call({ to: to.address, data, from: this.sender.address })
    return to.interface.decodeFunctionResult(method, result)[0]
  }

  async mineBlocks(count: number): Promise<void> {
    await this.provider.send('anvil_mine', [`0x${count.toString(16)}`])
    this.now += count
  }

  private async mine(to: string | null, data: string): Promise<TransactionReceipt> {
    this.now += 1
    const { hash } = await this.sender.sendTransaction({ to, data, ...PAID })
    await this.provider.send('evm_mine', [])
    const receipt = await this.provider.getTransactionReceipt(hash)
    if (receipt === null) throw new Error(`${hash} was not mined.`)
    return receipt
  }

  private async slotsChanged(hash: string): Promise<number> {
    const tracer = { tracer: 'prestateTracer', tracerConfig: { diffMode: true } }
    const { post } = (await this.provider.send('debug_traceTransaction', [hash, tracer])) as {
      readonly post: Readonly<Record<string, { readonly storage?: object }>>
    }
    const storages = Object.values(post).map(({ storage }) => Object.keys(storage ?? {}).length)
    return storages.reduce((sum, count) => sum + count, 0)
  }
}

// published by anvil for its first account
const ANVIL_KEY = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'
