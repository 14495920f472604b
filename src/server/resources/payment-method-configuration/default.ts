/** Every account has one configuration without making it; its id follows from the account's. */
export const defaultConfigurationId = (account: string): string => `pmc_1${account.slice(5)}Default`;
