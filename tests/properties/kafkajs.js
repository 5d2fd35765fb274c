const consumer = kafka.consumer({
  groupId: 'billing',
  sessionTimeout: 30 * 1000,
  heartbeatInterval: 3000, // ms
  rebalanceTimeout: 60000,
  maxWaitTimeInMs: 500,
  allowAutoTopicCreation: false,
})
